"""What the window does beside the talk: it greets first, hears who the brand's server says one is, and stands beside a neighbour's."""
