"""`airdef serve`: starts, says where, ends clean; and one clear message where it cannot."""

import signal
import socket
import subprocess
import sys

import httpx
import pytest

from airdef.cli import main
from airdef.server.running import address, checked
from airdef.server.settings import Settings
from patience import PATIENCE_S


def started(workspace, *options):
    command = [sys.executable, "-m", "airdef", "serve", "--port", "0", "--no-browser", "--workspace", str(workspace)]
    return subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process there")
@pytest.mark.parametrize(("sig", "codes"), [(signal.SIGINT, {0, 130}), (signal.SIGTERM, {0, -signal.SIGTERM})])
def test_it_says_where_it_is_answers_and_ends_clean(tmp_path, sig, codes):
    process = started(tmp_path / "raids")
    try:
        place = process.stdout.readline().removeprefix("airdef: ").strip()
        assert str(tmp_path / "raids") in process.stdout.readline()
        transport = httpx.HTTPTransport(retries=5)
        with httpx.Client(base_url=place, timeout=PATIENCE_S, transport=transport) as client:
            assert client.get("/api/about").json()["workspace"] == str(tmp_path / "raids")
            process.send_signal(sig)
            out, err = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in codes
    assert (out, err) == ("", "")


def test_a_port_in_use_is_told_in_one_line(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--workspace", str(tmp_path), "--no-browser"]) == 2
    assert capsys.readouterr().err == (
        f"airdef: --port {port}: in use on 127.0.0.1; usual fix: --port {port + 1}, or end what uses it\n"
    )


def test_beyond_this_machine_a_token_is_demanded(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("AIRDEF_TOKEN", raising=False)
    assert main(["serve", "--host", "0.0.0.0", "--workspace", str(tmp_path), "--no-browser"]) == 2
    message = capsys.readouterr().err
    assert "without a token, only 127.0.0.1 expected; usual fix: --token TOKEN" in message
    assert main(["serve", "--token", "short", "--workspace", str(tmp_path), "--no-browser"]) == 2
    assert "at least 8" in capsys.readouterr().err


def test_a_host_that_is_not_there_is_told(tmp_path, capsys):
    arguments = ["--host", "192.0.2.1", "--token", "long-enough", "--port", "0", "--workspace", str(tmp_path)]
    assert main(["serve", *arguments, "--no-browser"]) == 2
    message = capsys.readouterr().err
    assert "--host 192.0.2.1" in message
    assert message.count("\n") == 1


def test_a_workspace_that_is_served_already_is_told(tmp_path, capsys):
    process = started(tmp_path)
    try:
        assert process.stdout.readline().startswith("airdef: http://127.0.0.1:")
        assert main(["serve", "--port", "0", "--workspace", str(tmp_path), "--no-browser"]) == 2
        message = capsys.readouterr().err
        assert f"process {process.pid} on" in message
        assert "serves it already" in message
        assert message.count("\n") == 1
    finally:
        process.kill()
        process.communicate()


def test_a_workspace_that_cannot_be_written_is_told(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["serve", "--port", "0", "--workspace", str(tmp_path / "file" / "x"), "--no-browser"]) == 2
    assert capsys.readouterr().err.startswith(f"airdef: {tmp_path / 'file'}")


def test_the_address_is_one_to_open(tmp_path):
    assert address(Settings(tmp_path), 1) == "http://127.0.0.1:1/"
    assert address(Settings(tmp_path, "0.0.0.0", "abcdefgh"), 2) == "http://127.0.0.1:2/?token=abcdefgh"
    assert address(Settings(tmp_path, "::1"), 3) == "http://[::1]:3/"


def test_settings_do_not_show_the_token(tmp_path):
    assert "abcdefgh" not in repr(checked(Settings(tmp_path, "0.0.0.0", "abcdefgh")))
