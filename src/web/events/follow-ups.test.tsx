import { describe, expect, test } from 'vitest'
import { aFrame } from '../../../test/builders/a-frame.ts'
import { aFollowUp } from '../../../test/builders/a-week.ts'
import { attribute, elements, parsePage, textOf } from '../../../test/builders/page.ts'
import { aLife } from '../../../test/builders/page-life.tsx'
import { read } from '../../../test/builders/pages.tsx'
import type { BlockId } from '../../calendar/event.ts'
import { pageHtml } from '../frame/layout.tsx'
import { FollowUpsPage } from './follow-ups.tsx'

describe('the follow-ups', () => {
  test('name no block as standing in the calendar, or as owed, that was not seen there', () => {
    const sectionsWith = (state: 'booking' | 'booked') => {
      const id = 'f1' as BlockId
      const { mixer } = aLife('typical')
      const followUps = [
        { followUp: aFollowUp(id, mixer, { state }), eventTitle: 'Mixer', eventStart: mixer.start, met: [] },
      ]
      const page = pageHtml(
        <FollowUpsPage frame={aFrame('es-MX', 'typical')} followUps={followUps} owed={[]} reserved={[]} />,
      )
      return elements(parsePage(page), 'section')
        .filter((one) => elements(one, 'article').length > 0)
        .map((one) => attribute(one, 'aria-labelledby'))
    }
    expect(sectionsWith('booked')).toEqual(['booked'])
    expect(sectionsWith('booking')).toEqual(['booking'])
  })

  test('say of each which meeting it follows: a chapter meets every week under one title', () => {
    expect(textOf(read('follow-ups', 'typical', 'es-MX'))).toContain('El evento fue el mar 24 de nov')
  })
})
