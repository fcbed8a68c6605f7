"""Space: gas and stars, planets and what goes around them."""
