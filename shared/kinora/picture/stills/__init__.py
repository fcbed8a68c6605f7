"""Still pictures: a pet in a place, with things about it, in one light."""
