import json
import re

from airdef.cli import main


def json_of(arguments, capsys):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_validate_and_cite(capsys):
    assert json_of(["validate", "ideal-salvo"], capsys)["valid"] is True
    assert main(["validate", "ideal-salvo"]) == 0
    assert "valid" in capsys.readouterr().out
    assert main(["cite", "port-raid"]) == 0
    assert "Assumed, without a source" in capsys.readouterr().out
    assert main(["cite", "port-raid", "--bibtex"]) == 0
    bib = capsys.readouterr().out
    assert len(re.findall(r"^@misc\{", bib, re.M)) == len(json_of(["cite", "port-raid"], capsys)["sources"]) > 3
    assert len(set(re.findall(r"^@misc\{(.*),$", bib, re.M))) == bib.count("@misc")
