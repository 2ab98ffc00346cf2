"""What every screen has around it: the address, the controls, the bar of areas, the line to take away."""
