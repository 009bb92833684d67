def loader_bytes(): return b"", b""
