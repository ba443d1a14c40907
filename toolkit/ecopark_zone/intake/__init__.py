"""A zone's own spreadsheet: the template to fill in, and the doctor that reads what came back."""
