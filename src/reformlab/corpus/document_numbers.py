"""The number of a document (文号), 国发〔2019〕2号, and that of an order or notice, 国务院令第739号."""

from reformlab.corpus.rules import HAN

_YEAR = r"(?:19|20)\d\d"
_COUNT = r"第?\d{1,4}号"
# Cleaning puts the year into 〔〕, whatever a font made of the brackets; text that was not cleaned has any.
DOCUMENT_NUMBER = rf"(?P<sign>{HAN}{{1,14}}?)[〔\[【（](?P<year>{_YEAR})[〕\]】）](?P<count>{_COUNT})"
ORDER_NUMBER = rf"{HAN}{{2,14}}?(?:令|公告)(?:（?{_YEAR}）?年?)?{_COUNT}"
