"""Areas, memberships, layers and figures for maps."""
