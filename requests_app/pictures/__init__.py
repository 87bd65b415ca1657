"""Pictures made on the server as SVG, from plain values: no models, no colours, only classes."""
