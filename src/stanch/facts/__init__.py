"""What is held about states: claims read from tables, weighed into ties, actions, positions and more."""
