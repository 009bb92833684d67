"""Log lines as JSON: nothing a visitor types can forge a line or reach a terminal."""

import json
import logging


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, room, text, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": self.formatTime(record), "level": record.levelname, "room": record.name, "text": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)
