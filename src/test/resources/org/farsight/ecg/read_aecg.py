"""Reads the lead sequences of an aECG with the standard library only, to compare our reader with.

One line per lead: rhythm|further, code, increment in seconds, scale and unit, then the integers.
"""
import sys
import xml.etree.ElementTree as ET


def local(tag):
    return tag.rsplit("}", 1)[-1]


def kids(element, name):
    return [k for k in element if local(k.tag) == name]


def walk(series, word):
    for component in kids(series, "component"):
        for sequence_set in kids(component, "sequenceSet"):
            increment = None
            leads = []
            for part in kids(sequence_set, "component"):
                for sequence in kids(part, "sequence"):
                    code = kids(sequence, "code")[0].get("code")
                    value = kids(sequence, "value")[0]
                    if code.startswith("TIME_"):
                        increment = kids(value, "increment")[0].get("value")
                    else:
                        leads.append((code, kids(value, "scale")[0], kids(value, "digits")[0]))
            for code, scale, digits in leads:
                print(word, code, increment, scale.get("value"), scale.get("unit"),
                      " ".join(str(int(d)) for d in digits.text.split()))


root = ET.parse(sys.argv[1]).getroot()
for component in kids(root, "component"):
    for series in kids(component, "series"):
        walk(series, "rhythm")
        for derivation in kids(series, "derivation"):
            for derived in kids(derivation, "derivedSeries"):
                walk(derived, "further")
