/** English for what is mailed. */
import type { Words } from './es.ts'
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string) => counted('en', count, { one, other })

export const mailEn: Words['mail'] = {
  linkLeftOut: '[link]',
  digest: {
    subject: (charged, cap) => `Your networking week: ${charged} of ${cap}`,
    subjectOver: (charged, cap) => `Your networking week is over its cap: ${charged} of ${cap}`,
    subjectQuiet: 'Your networking week: nothing planned',
    greeting: (name) => `Hello ${name},`,
    heading: (dates) => `Week of ${dates}`,
    ofCap: (charged, cap) => `${charged} of ${cap}`,
    left: (hours) => `You have ${hours} left.`,
    full: 'Your week is full.',
    over: (hours) => `Your commitments are ${hours} over the cap.`,
    weekOff: 'It is your week off: nothing is proposed.',
    weekOffTaken: (hours) =>
      `It is your week off: nothing is proposed, but what is committed or on hold asks for ${hours}.`,
    off: 'week off',
    offBut: (hours) => `week off, with ${hours}`,
    subjectOff: (figure) => `Your networking: ${figure}`,
    otherWeekOff: (dates, figure) => `Week of ${dates}: ${figure}.`,
    debt: (hours) => `We keep ${hours} of your cap for pending follow-ups.`,
    debtFrees: (close, titles) => `If you close ${close}, your plan gains ${titles}.`,
    debtSwaps: (close, titles, instead) => `If you close ${close}, your plan gains ${titles} instead of ${instead}.`,
    debtLapsed: (titles) => `Left unclosed, and no longer taken out of your cap: ${titles}.`,
    quiet:
      'There are no networking events in your calendars this week, and nothing is waiting for you. Enjoy the hours.',
    otherWeek: (dates, charged, cap) => `Week of ${dates}: ${charged} of ${cap}.`,
    sections: {
      health: 'Calendars to look at',
      could_free: 'What you could let go',
      attend: 'Attend',
      hold: 'To be confirmed',
      skip: 'Skip',
      ask_attendance: 'Did you go?',
      ask_networking: 'Is it networking?',
      owed: 'Follow-ups to close',
      booked: 'Follow-ups booked',
      last_week: 'What is behind you',
      to_hear: 'Whom to be in touch with',
      came_of_week: 'What came of your week',
      came_of_quarter: 'What last quarter brought',
      rest_of_week: 'What is left of this week',
    },
    intro: {
      could_free: 'Your commitments and the events to be confirmed pass your cap. You could let go:',
      ask_attendance: 'If you went and it was not long ago, we keep time for the follow-up.',
      ask_networking: 'They do not count in your week until you tell us.',
    },
    charge: (total, event, travel, followUp) => `${total} = ${event} event + ${travel} travel + ${followUp} follow-up`,
    followUpSlot: (when) => `Follow-up kept: ${when}`,
    followUpBooked: (when) => `Follow-up: ${when}`,
    came: {
      met: (names, count) => `You met ${n(count, 'person', 'people')}: ${names}.`,
      followUps: (parts) => `Follow-ups: ${parts}.`,
      closed: (count) => n(count, 'closed', 'closed'),
      open: (count) => n(count, 'to close', 'to close'),
      outcomes: (list) => `You wrote down: ${list}.`,
      outcome: (kind, money) => `${kind} of ${money}`,
      closedSums: (sums) => `Closed business of its events: ${sums}.`,
      pipelineSums: (sums) => `Open proposals: ${sums}.`,
      best: (name, perHour, range, count) =>
        `Brought most per hour: ${name}, ${perHour} (${range}), with ${n(count, 'event', 'events')}.`,
    },
    frees: (hours, points) => `Frees ${hours} and is worth ${points}.`,
    more: (count) => `${count} in Aforo.`,
    actions: {
      attended: 'I went',
      missed: 'I did not go',
      accept: 'Accept',
      decline: 'Decline',
      attend: 'I am going',
      skip: 'I am not going',
      networking: 'Yes, it is networking',
      not_networking: 'It is not',
      open: 'See my week in Aforo',
      close_follow_up: 'Close follow-ups',
      calendars: 'Check my calendars',
      contacts: 'See my contacts',
      insights: 'See my insights',
    },
    footer: 'You get this e-mail once a week because you use Aforo.',
    links: 'The links are for you alone: please do not forward this e-mail.',
    settings: 'Change day and hour',
    unsubscribe: 'Stop receiving it',
  },
  notice: {
    revoked: {
      subject: 'Aforo can no longer read your calendars',
      paragraphs: (account) => [
        `The permission of the account at ${account} was withdrawn, so Aforo stopped reading its calendars.`,
        'Nothing was lost: your events, your follow-ups and your settings are still here. To bring your plan up to date, connect it again:',
      ],
      action: 'Connect again',
    },
    limited: {
      subject: 'Aforo lacks a permission to read your calendars',
      paragraphs: (account) => [
        `The account at ${account} lacks a permission that Aforo needs, so it neither reads its calendars nor writes to them.`,
        'Nothing was lost: your events, your follow-ups and your settings are still here. Connect it again and accept all the permissions:',
      ],
      action: 'Connect again',
    },
    unreadable: {
      subject: (account, day) => `Aforo has not been able to read your account at ${account} since ${day}`,
      paragraphs: (account) => [
        `For more than a day Aforo has not been able to read this of the account at ${account}:`,
        'Your plan does not take that time for free: it counts on what we last read. Once it can be read again, everything is brought up to date by itself, and this notice is not repeated.',
      ],
      action: 'See how my calendars are',
    },
    calendar_gone: {
      subject: 'A calendar is no longer available in Aforo',
      paragraphs: (account) => [
        `A calendar of the account at ${account} no longer exists or is no longer shared with you.`,
        'If your follow-ups were written there, choose another calendar so that none is lost:',
      ],
      action: 'Check my calendars',
    },
    read_only: {
      subject: 'Aforo can no longer write your follow-ups',
      paragraphs: (account) => [
        `The calendar of the account at ${account} where your follow-ups were written is read only now.`,
        'Choose another calendar so that none is lost; Aforo does not change it by itself:',
      ],
      action: 'Check my calendars',
    },
    footer: 'This notice is sent once.',
  },
}
