"""What annlab costs, printed and never asserted."""
