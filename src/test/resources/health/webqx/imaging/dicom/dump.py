"""Prints what pydicom reads in the files named: path, tag path, VR and value of every element, values as hex of UTF-8."""
import struct
import sys
import warnings

import pydicom
from pydicom import datadict
from pydicom.multival import MultiValue

warnings.simplefilter("ignore")


def no_private_dictionary(tag, creator):
    raise KeyError(tag)


for module in (datadict, pydicom.dataelem):  # what manufacturers' elements mean is not ours to know
    if hasattr(module, "private_dictionary_VR"):
        module.private_dictionary_VR = no_private_dictionary

VRS = {vr: str(getattr(vr, "value", vr)) for vr in getattr(pydicom.valuerep, "VR", [])}
NUMBERS = {"US", "SS", "UL", "SL", "UV", "SV"}
FLOATS = {"FL": "<f", "FD": "<d"}


def values(element):
    value = element.value
    if value is None or (hasattr(value, "__len__") and len(value) == 0):
        return []
    return list(value) if isinstance(value, (MultiValue, list)) else [value]


def text(vr, value):
    if vr in FLOATS:
        return struct.pack(FLOATS[vr], value).hex()
    if vr in ("DS", "IS") and value != "":
        try:
            return repr(float(value))
        except ValueError:
            return str(value).strip(" \0")
    if vr == "AT":
        return "%08X" % int(value)
    if vr in NUMBERS:
        return str(int(value))
    return str(value).strip(" \0")


def show(path, dataset, prefix, big):
    for element in dataset:
        tag = "%s%08X" % (prefix, int(element.tag))
        if element.VR == "SQ":
            print(path, tag, "SQ", len(element.value), sep="\t")
            for index, item in enumerate(element.value):
                show(path, item, "%s.%d." % (tag, index), big)
        elif isinstance(element.value, bytes):
            print(path, tag, "bytes", len(element.value), sep="\t")
        else:
            shown = "\\".join(text(element.VR, value) for value in values(element))
            print(path, tag, VRS.get(element.VR, element.VR), shown.encode("utf-8", "surrogateescape").hex(), sep="\t")


for path in sys.argv[1:]:
    file = pydicom.dcmread(path, force=True)
    show(path, file.file_meta, "", False)
    show(path, file, "", not file.is_little_endian)
