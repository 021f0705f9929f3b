"""The second engine: the specification of the kill chain written again with SimPy, and the comparison."""
