/** English for what the hours brought: the insights, the rows behind each figure. */
import type { Words } from './es.ts'
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string) => counted('en', count, { one, other })

export const insightsEn: Words['insights'] = {
  title: 'Insights',
  lead: 'Where your networking hours went and what came of them. Every figure opens the rows it is made of.',
  numbers: 'Show the numbers',
  untitled: '(no name)',

  period: {
    title: 'Period',
    preset: { weeks: '13 weeks', quarter: 'This quarter', last_quarter: 'Last quarter', year: 'This year' },
    from: 'From',
    to: 'To',
    show: 'Show that period',
    is: (from, to) => `From ${from} to ${to}.`,
    fault: {
      not_a_day: 'Write two dates that exist.',
      backwards: 'The first date is after the last.',
      too_long: 'That is more than two years: choose a shorter period.',
    },
    instead: 'Meanwhile these are the last 13 weeks.',
  },

  hours: {
    title: 'Your hours against your cap',
    sum: (spent, cap) => `You spent ${spent} of ${cap}.`,
    over: (count) => `${n(count, 'week', 'weeks')} went over the cap.`,
    none: 'You went to no event in this period, so there are no hours to show.',
    chart: 'Hours of each week; the line is the cap',
    most: (week, spent) => `The week with the most hours was ${week}, with ${spent}.`,
    week: 'Week of',
    spent: 'Hours',
    cap: 'Cap',
  },

  verdicts: {
    title: 'What we told you and what you did',
    none: 'No event that we told you something about is over in this period.',
    attend: 'We told you to go',
    skip: 'We told you to let it pass',
    kept: {
      attendKept: 'and you went',
      attendNotKept: 'and you did not go',
      skipKept: 'and you did not go',
      skipNotKept: 'and you went',
    },
    share: (percent) => `You followed ${percent} of what we told you.`,
  },

  followUps: {
    title: 'Follow-ups closed within two days',
    none: 'There are no follow-ups to count in this period.',
    share: (percent, count) => `In time: ${percent} of ${n(count, 'follow-up', 'follow-ups')}.`,
    hint: 'Those whose two days still run do not count yet.',
    how: { inTime: 'Closed in time', late: 'Closed later', open: 'Not closed' },
  },

  funnel: {
    title: 'From met to client',
    none: 'You wrote down nobody new in this period.',
    lead: 'Of the people you met in the period, how many came at least that far.',
    chart: 'From met to client, in people',
    step: { new: 'Met', in_touch: 'In touch', meeting: 'Meeting', proposal: 'Proposal', client: 'Clients' },
    people: 'People',
    share: 'Of all',
    stage: 'Stage',
    told: (step, people) => `${step}: ${people}.`,
  },

  returns: {
    title: 'What they brought you',
    by: {
      organiser: 'By organiser',
      kind: 'By kind',
      series: 'By series',
      quarter: 'By quarter',
      event: 'By event',
    },
    nav: 'How to group it',
    none: 'You went to no event in this period, so there is no return to show.',
    noRate: 'Without what your hour is worth there is no telling what they cost you.',
    noRateLink: 'Say what my hour is worth',
    nothingClosed: 'There is no closed business from these events yet. Business often takes months to come.',
    hours: 'Hours',
    events: 'Events',
    cost: 'Cost',
    closed: 'Closed',
    net: 'Net',
    netHint: 'What closed less the cost; the cost opens rows of its own.',
    perHour: 'Per hour',
    range: 'Range',
    deals: 'Deals',
    pipeline: 'Pipeline',
    attended: (count) => n(count, 'event', 'events'),
    closedOnes: (count) => n(count, 'deal closed', 'deals closed'),
    perHourOf: (mean) => `${mean} per hour`,
    between: (low, high) => `from ${low} to ${high}`,
    rangeHint:
      'The range says between what and what it is likely to be in the long run, 8 times in 10: with few deals it is wide.',
    thin: 'A single event: it says little yet.',
    noDeal: 'No closed business yet.',
    bars: 'Closed per hour, with its range',
    table: 'All figures',
    other: (currency) =>
      `Costs and the return per hour are in ${currency}; the rest stays in its own currency, nothing is converted.`,
    aside: { otherEvents: 'From events of other periods', elsewhere: 'From no event' },
    asideHint: {
      otherEvents: 'It is of this period, and came of events that you went to in others.',
      elsewhere: 'It is of this period, and is owed to who introduced you, or to nobody.',
    },
    more: (count) => `and ${n(count, 'more', 'more')}: they are in the CSV.`,
    csv: 'Download as CSV',
    name: {
      organiser: 'Organiser',
      kind: 'Kind',
      series: 'Series',
      quarter: 'Quarter',
      event: 'Event',
    },
    quarter: (quarter, year) => `Quarter ${quarter} of ${year}`,
  },

  pipeline: {
    title: 'Pipeline',
    lead: 'Open proposals that came of these events. They are no business yet, and no currency is converted.',
    none: 'There are no open proposals from these events.',
    line: (money, count) => `${money} · ${n(count, 'proposal', 'proposals')}`,
  },

  learned: {
    title: 'What we have learned',
    lead: 'Points for each charged hour, of all your history: what enters the value of the events to come.',
    none: 'Nothing yet: you need to have gone to an event in an earlier week.',
    all: 'All your events',
    kinds: 'By kind of event',
    organisers: 'By organiser',
    perHour: 'Points per hour',
    perHourOf: (points) => `${points} per hour`,
    range: 'Range',
    count: 'Events',
    who: 'Whose',
    pointsPerHour: (points, count) => `${points} per hour, from ${n(count, 'event', 'events')}.`,
    thin: 'Little known: nearly all of it is what their kind brings.',
    thinHint: (share) =>
      `Of those you know little, the figure is mostly that of their kind. Up to ${share} of your hours goes to trying them; such events say so in their value.`,
    valueLink: 'How the value comes about',
  },

  oneMoreHour: {
    title: 'One more hour a week',
    points: (points) => `With one more hour of cap, the plan of these weeks would gain ${points}.`,
    nothing: 'With one more hour of cap, the plan of these weeks would gain nothing.',
    money: (money) => `That is about ${money}, if hours keep bringing you what they have so far`,
    moneyRange: (low, high, count) => `(from ${low} to ${high}, by ${n(count, 'deal closed', 'deals closed')}).`,
    noMoney: 'In money there is no telling yet: no event of yours has brought closed business.',
    noPlan: 'In money there is no telling while nothing is in the plan of this week.',
    link: 'Try another cap',
  },

  rows: {
    back: 'Back to the insights',
    none: 'There are no rows.',
    figure: {
      hours: 'Events you went to',
      verdicts: 'What we told you and what you did',
      follow_ups: 'Follow-ups',
      funnel: 'From met to client',
      events: 'Events you went to',
      closed: 'Closed business',
      pipeline: 'Open proposals',
      learned: 'The events we learned it from',
      one_more_hour: 'Closed business of all your events',
    },
    ofWeek: (week) => `Week of ${week}`,
    always: 'Of all your history.',
    sum: (sum) => `In all: ${sum}`,
    count: (count) => n(count, 'row', 'rows'),
    erased: (count) =>
      `And ${n(count, 'person you erased, who counts without a name', 'people you erased, who count without a name')}.`,
    charge: (total) => `${total} of your week`,
    ticket: (money) => `ticket: ${money}`,
    cost: (money) => `cost: ${money}`,
    part: (money) => `${money} of it counts here`,
    metOn: (on) => `You met on ${on}`,
    closedOn: (on) => `Closed on ${on}`,
    gone: '(no longer there)',
  },
}
