FACTS = {12: {"02.4": "Denmark"}}
