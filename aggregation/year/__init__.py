"""What happens before the gate: the linked rows of one survey year become questions, cells and the cube."""
