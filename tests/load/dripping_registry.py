"""A registry with no release in it. While the file DRIP exists, each answer comes as one byte a second. Usage: dripping_registry.py PORT DRIP"""
import http.server
import os
import sys
import time

port, drip = int(sys.argv[1]), sys.argv[2]


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"{}" if self.path.rstrip("/") == "/v2" else b'{"name":"openshift/release-images","tags":[]}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for byte in body:
                if os.path.exists(drip):
                    time.sleep(1)
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
        except ConnectionError:
            pass

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Registry).serve_forever()
