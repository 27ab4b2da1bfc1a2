/**
 * All settings in one form, which works from flat fields: when something in it was wrong, the page comes back with what was
 * typed and says what to mend. Below it the keys for the API, and the end of the account.
 */
import type { Child } from 'hono/jsx'
import type { Temporal } from 'temporal-polyfill'
import type { ConsentPage } from '../../accounts/provider-login.ts'
import { oneLine } from '../../i18n/outside-text.ts'
import { countryOf } from '../../time/holidays.ts'
import { ConsentNote } from '../frame/consent-note.tsx'
import { type Frame, languageFor, Page } from '../frame/layout.tsx'
import { Outside } from '../frame/outside.tsx'
import { PostForm, Submit } from '../frame/post-form.tsx'
import type { Fields } from '../frame/visit.ts'
import {
  CheckField,
  ErrorLine,
  Errors,
  type FormState,
  LinesField,
  NumberField,
  type Option,
  RadioField,
  Select,
  SelectField,
  TextField,
  WindowFields,
} from './settings-fields.tsx'
import { type FieldError, FOLLOW_UP_FIELDS, OBJECTIVES, WEEKDAYS } from './settings-form.ts'

export interface SettingsPageProps {
  frame: Frame
  /** `settingsFields(settings)`, or what was sent and refused. */
  fields: Fields
  errors: readonly FieldError[]
  /** Verified addresses of the person; the first account's first. */
  emails: readonly string[]
  tokens: readonly { id: string; name: string; createdAt: Temporal.Instant }[]
  /** A token just made, shown this once. */
  newToken: string | null
  /** Of accounts whose permission Aforo cannot give up by itself. */
  consentPages: readonly ConsentPage[]
}

/** Offered while typing; any IANA zone is taken. */
const ZONES = (
  'America/Mexico_City America/Cancun America/Monterrey America/Hermosillo America/Tijuana America/Bogota America/Lima ' +
  'America/Santiago America/Argentina/Buenos_Aires America/Montevideo America/Caracas America/Guayaquil America/Guatemala ' +
  'America/Costa_Rica America/Panama America/Santo_Domingo America/Sao_Paulo America/New_York America/Chicago ' +
  'America/Denver America/Los_Angeles Europe/Madrid'
).split(' ')

export function SettingsPage(props: SettingsPageProps) {
  const { frame, fields, errors } = props
  const language = languageFor(frame)
  const { words } = language
  const form: FormState = { language, fields, errors }
  return (
    <Page frame={frame} title={words.pages.layout.settings}>
      <h1>{words.pages.layout.settings}</h1>
      <Errors form={form} />
      <PostForm frame={frame} action="/settings" class="stack">
        <Budget form={form} />
        <Hours form={form} />
        <DigestPart form={form} emails={props.emails} />
        <LanguagePart form={form} />
        <Acting form={form} />
        <Priorities form={form} />
        <FollowUpPart form={form} />
        <div class="actions">
          <Submit label={words.pages.layout.save} look="main" />
        </div>
      </PostForm>
      <Tokens {...props} />
      <MyData frame={frame} />
      <Account {...props} />
    </Page>
  )
}

function Budget({ form }: { form: FormState }) {
  const words = form.language.words.pages.settings
  return (
    <Part id="budget" title={words.budget}>
      <NumberField
        form={form}
        name="weeklyCapHours"
        label={words.weeklyCapHours}
        hint={words.weeklyCapHint}
        least={0}
        most={168}
        step="any"
      />
      <NumberField
        form={form}
        name="maxEvenings"
        label={words.maxEvenings}
        hint={words.maxEveningsHint}
        least={0}
        most={7}
      />
      <NumberField form={form} name="maxPerDay" label={words.maxPerDay} least={0} most={20} />
      <NumberField form={form} name="travelMinutes" label={words.travelMinutes} least={0} most={600} />
    </Part>
  )
}

function Hours({ form }: { form: FormState }) {
  const { words, formats } = form.language
  const said = words.pages.settings
  const country = countryOf(form.fields.timeZone ?? '')
  const publicHolidays =
    country === null ? said.holidaysPublicUnknown : said.holidaysPublic(countryName(country, form.language.locale))
  return (
    <Part id="hours" title={said.hours}>
      <fieldset class="stack">
        <legend>{said.workingHours}</legend>
        <p class="hint">{said.workingHoursHint}</p>
        {WEEKDAYS.map((weekday) => (
          <div class="field">
            <span class="label">{formats.weekday(weekday)}</span>
            {rowsOf(form.fields, `work-${weekday}`, 1).map((row, index) => (
              <WindowFields
                form={form}
                row={row}
                from={said.hoursField(formats.weekday(weekday), said.from, index + 1)}
                to={said.hoursField(formats.weekday(weekday), said.to, index + 1)}
              />
            ))}
          </div>
        ))}
      </fieldset>
      <fieldset class="stack">
        <legend>{said.protectedHours}</legend>
        <p class="hint">{said.protectedHoursHint}</p>
        {rowsOf(form.fields, 'protected', 2).map((row, index) => (
          <div class="row">
            <Select
              form={form}
              name={`${row}-weekday`}
              label={said.windowField(said.weekday, index + 1)}
              options={[{ value: '', label: said.noDay }, ...weekdayOptions(form)]}
            />
            <WindowFields
              form={form}
              row={row}
              from={said.windowField(said.from, index + 1)}
              to={said.windowField(said.to, index + 1)}
            />
            <ErrorLine form={form} name={`${row}-weekday`} />
          </div>
        ))}
      </fieldset>
      <RadioField
        form={form}
        name="holidays"
        label={said.holidays}
        options={[
          { value: 'public', label: publicHolidays },
          { value: 'own', label: said.holidaysOwn },
        ]}
      />
      <LinesField form={form} name="holidayDates" label={said.holidaysOwn} hint={said.holidaysOwnHint} />
    </Part>
  )
}

function DigestPart({ form, emails }: { form: FormState; emails: readonly string[] }) {
  const { words, formats } = form.language
  const said = words.pages.settings
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: formats.hour(hour) }))
  const addresses = [
    { value: '', label: said.digestEmailDefault(emails[0] ?? '') },
    ...emails.map((email) => ({ value: email, label: email })),
  ]
  return (
    <Part id="digest" title={said.digest}>
      <CheckField form={form} name="digestEnabled" label={said.digestEnabled} />
      <SelectField form={form} name="digestWeekday" label={said.digestWeekday} options={weekdayOptions(form)} />
      <SelectField form={form} name="digestHour" label={said.digestHour} options={hours} />
      <SelectField form={form} name="digestEmail" label={said.digestEmail} options={addresses} />
    </Part>
  )
}

function LanguagePart({ form }: { form: FormState }) {
  const said = form.language.words.pages.settings
  return (
    <Part id="language" title={said.language}>
      <SelectField
        form={form}
        name="locale"
        label={said.locale}
        options={(['es-MX', 'en'] as const).map((value) => ({ value, label: said.locales[value] }))}
      />
      <TextField form={form} name="timeZone" label={said.timeZone} hint={said.timeZoneHint} length={64} list="zones" />
      <datalist id="zones">
        {ZONES.map((zone) => (
          <option value={zone} />
        ))}
      </datalist>
    </Part>
  )
}

function Acting({ form }: { form: FormState }) {
  const said = form.language.words.pages.settings
  return (
    <Part id="acting" title={said.acting}>
      <RadioField
        form={form}
        name="mode"
        label={said.mode}
        options={(['advise', 'enforce'] as const).map((value) => ({ value, label: said.modes[value] }))}
      />
      <p class="hint">{said.modeHint}</p>
      <LinesField
        form={form}
        name="allowedOrganisers"
        label={said.allowedOrganisers}
        hint={said.allowedOrganisersHint}
      />
      <NumberField form={form} name="declinesPerOrganiser" label={said.declinesPerOrganiser} least={0} most={20} />
      <NumberField form={form} name="declinesPerWeek" label={said.declinesPerWeek} least={0} most={100} />
      <RadioField
        form={form}
        name="attendance"
        label={said.attendance}
        options={(['presumed', 'ask'] as const).map((value) => ({ value, label: said.attendances[value] }))}
      />
    </Part>
  )
}

function Priorities({ form }: { form: FormState }) {
  const said = form.language.words.pages.settings
  return (
    <Part id="priorities" title={said.priorities}>
      <p class="hint">{said.objectivesHint}</p>
      {OBJECTIVES.map((objective) => (
        <NumberField
          form={form}
          name={`objective-${objective}`}
          label={said.objectives[objective]}
          least={0}
          most={10}
          step="any"
        />
      ))}
      <LinesField form={form} name="interests" label={said.interests} hint={said.interestsHint} />
      <LinesField form={form} name="people" label={said.people} hint={said.peopleHint} />
      <p>
        <a href="/value">{said.valueLink}</a>
      </p>
      <TextField form={form} name="hourlyRate" label={said.hourlyRate} hint={said.hourlyRateHint} length={14} />
      <TextField form={form} name="currency" label={said.currency} length={3} />
    </Part>
  )
}

function FollowUpPart({ form }: { form: FormState }) {
  const said = form.language.words.pages.settings
  return (
    <Part id="follow-up" title={said.followUp}>
      {FOLLOW_UP_FIELDS.map((name) => (
        <NumberField
          form={form}
          name={`followUp-${name}`}
          label={said.followUpFields[name]}
          least={name === 'withinWorkingDays' ? 1 : 0}
          most={name === 'withinWorkingDays' ? 10 : 240}
        />
      ))}
    </Part>
  )
}

function Tokens({ frame, tokens, newToken }: SettingsPageProps) {
  const { words, formats } = languageFor(frame)
  const said = words.pages.settings
  return (
    <Part id="tokens" title={said.tokens}>
      <p class="quiet">{said.tokensLead}</p>
      {newToken !== null && (
        <div class="note" role="status">
          <p>{said.tokenCreated}</p>
          <p class="token">{newToken}</p>
        </div>
      )}
      {tokens.length === 0 ? (
        <p class="quiet">{said.noTokens}</p>
      ) : (
        <ul class="list-plain">
          {tokens.map((token) => (
            <li class="split">
              <span>
                <Outside text={token.name} bound={60} />{' '}
                <span class="quiet small">{said.tokenSince(formats.shortDay(token.createdAt))}</span>
              </span>
              <PostForm frame={frame} action={`/tokens/${encodeURIComponent(token.id)}/delete`}>
                <Submit label={said.tokenDelete(oneLine(token.name, 60))} look="plain" />
              </PostForm>
            </li>
          ))}
        </ul>
      )}
      {/* The answer is this page again, and what it shows once lies at its end. */}
      <PostForm frame={frame} action="/tokens#tokens" class="stack">
        <div class="field">
          <label for="token-name">{said.tokenName}</label>
          <input id="token-name" name="name" type="text" required maxlength={60} autocomplete="off" />
        </div>
        <div class="actions">
          <Submit label={said.tokenCreate} />
        </div>
      </PostForm>
    </Part>
  )
}

function MyData({ frame }: { frame: Frame }) {
  const said = languageFor(frame).words.restore
  return (
    <Part id="data" title={said.title}>
      <p class="quiet">{said.lead}</p>
      <ul class="list-plain">
        {[
          { to: '/api/v1/me/export', label: said.all, download: true },
          { to: '/contacts.vcf', label: said.vcf, download: true },
          { to: '/contacts.csv', label: said.csv, download: true },
          { to: '/my-data', label: said.bring, download: undefined },
        ].map(({ to, label, download }) => (
          <li>
            <a class="button button-plain" href={to} download={download}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Account({ frame, consentPages }: SettingsPageProps) {
  const { words } = languageFor(frame)
  const said = words.pages.settings
  const { leaving } = words.restore
  return (
    <Part id="account" title={said.account}>
      <details>
        <summary>{said.deleteAccount}</summary>
        <PostForm frame={frame} action="/account/delete" class="stack">
          <p>{said.deleteHint}</p>
          <ConsentNote words={words} pages={consentPages} />
          <div class="stack-tight">
            <label class="choice" for="delete-blocks">
              <input type="checkbox" id="delete-blocks" name="blocks" value="remove" aria-describedby="blocks-hint" />
              {leaving.removeBlocks}
            </label>
            <p class="hint" id="blocks-hint">
              {leaving.removeBlocksHint}
            </p>
          </div>
          <label class="choice" for="delete-confirm">
            <input type="checkbox" id="delete-confirm" name="confirm" value="on" required />
            {said.deleteConfirm}
          </label>
          <div class="actions">
            <Submit label={said.deleteAccount} look="problem" />
          </div>
        </PostForm>
      </details>
    </Part>
  )
}

function Part({ id, title, children }: { id: string; title: string; children?: Child }) {
  return (
    <section class="card roomy" aria-labelledby={`${id}-title`} id={id}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  )
}

/** All rows up to the last that is filled, and empty ones for more. */
function rowsOf(fields: Fields, prefix: string, spare: number): string[] {
  let [shown, filled] = [0, 0]
  while (fields[`${prefix}-${shown}-from`] !== undefined) {
    shown++
    if (fields[`${prefix}-${shown - 1}-from`] !== '' || fields[`${prefix}-${shown - 1}-to`] !== '') filled = shown
  }
  return Array.from({ length: filled + spare }, (_, row) => `${prefix}-${row}`)
}

function weekdayOptions(form: FormState): Option[] {
  return WEEKDAYS.map((weekday) => ({ value: String(weekday), label: form.language.formats.weekday(weekday) }))
}

/** ISO 3166 code to what people call it. */
function countryName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
}
