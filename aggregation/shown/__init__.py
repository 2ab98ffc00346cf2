"""What happens after the gate: released cells, chosen, compared and told; nothing here sees a row of a person."""
