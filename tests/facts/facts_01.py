FACTS = {12: {"01.4": "Denmark"}}
