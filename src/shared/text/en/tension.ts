/** Texts of the tension of fences. */
export const tension = {
  'tension.title': 'Fence tension',
  'tension.segment': 'Segment',
  'tension.newtons': '{newtons} N',
  'tension.none-now': 'no reading',
  'tension.none': 'Nothing to draw in this time (one point a minute)',
  'tension.span': 'Time span',
  'tension.span.1': '1 h',
  'tension.span.24': '24 h',
  'tension.span.720': '30 days',
  'tension.chart': 'Curve of tension: the line is the mean, the band lowest to highest',
  'tension.alarm': 'Alarm at {time}: tension around it',
  'tension.around': 'Tension 30 s before and after the alarm',
} as const
