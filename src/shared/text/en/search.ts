import type { search as zh } from '../zh-cn/search.ts'

/** Texts of the search over all ledgers. */
export const search: Record<keyof typeof zh, string> = {
  'app.page.search': 'Search',
  'search.title': 'Search all ledgers',
  'search.subtitle': 'All ledgers at once; the name of a ledger leads back to the entry',
  'search.text': 'Words to find: person, place, cause, number …',
  'search.field.person': 'Person',
  'search.field.place': 'Place',
  'search.field.device': 'Device',
  'search.field.plate': 'Plate',
  'search.field.ledger': 'Ledger',
  'search.field.from': 'From',
  'search.field.to': 'To',
  'search.day-wrong': 'Write the day as 2026-11-22',
  'search.ledger.all': 'All',
  'search.find': 'Find',
  'search.empty': 'Clear',
  'search.hint': 'Type what you look for and press Enter',
  'search.none': 'Nothing found',
  'search.older': 'Older entries',
  'search.waiting': '{count} entries are still being indexed and cannot be found yet',
  'search.column.time': 'Time',
  'search.column.ledger': 'Ledger',
  'search.column.who': 'Person / device',
  'search.column.excerpt': 'What it says',
  'search.log': 'Station log',
}
