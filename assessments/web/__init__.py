"""What people see: views fetch, pages prepare what templates place, forms check what is typed."""
