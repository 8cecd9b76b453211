"""Barcode and QR scanners: on a serial line, or as a keyboard that nobody else may hear."""
