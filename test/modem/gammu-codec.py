# Reads PDUs with python3-gammu: hexadecimal lines in, one JSON object a line out. For gammu-codec.test.ts.
import json
import sys

import gammu


def read(pdu):
    sms = gammu.DecodePDU(bytes.fromhex(pdu), True)
    header = sms["UDH"]
    is_part = header["AllParts"] > 0
    is_wide = header["Type"] == "ConcatenatedMessages16bit"
    text = sms["Text"]
    return {
        "number": sms["Number"],
        "text": text if isinstance(text, str) else None,
        "concat": {
            "ref": header["ID16bit" if is_wide else "ID8bit"],
            "total": header["AllParts"],
            "part": header["PartNumber"],
        }
        if is_part
        else None,
    }


for line in sys.stdin:
    print(json.dumps(read(line.strip())))
