/**
 * Does one go there or join from the desk? Decides whether travel is charged (design.md, section 4). A physical address beats
 * a link: hybrid invitations and templates add one to everything.
 */
import { wordsOf } from './words.ts'

const PLATFORM_WORDS: ReadonlySet<string> = new Set(
  (
    'zoom teams meet webex hangouts skype gotomeeting gotowebinar hopin airmeet discord twitch youtube streamyard jitsi ' +
    'whereby gather remo brighttalk livestorm demio slack facetime'
  ).split(' '),
)
const ONLINE_WORDS: ReadonlySet<string> = new Set(
  'online virtual linea remoto remota remote videollamada videoconferencia webinar webinario livestream telefono phone tel telefonica llamada call dial'.split(
    ' ',
  ),
)
/** Words that say nothing about where: what is left when only these stand beside an online word is still online. */
const FILLER: ReadonlySet<string> = new Set(
  (
    'en via por de la el los microsoft google evento event reunion meeting video sala room link enlace liga live vivo aula ' +
    'conference conferencia session sesion by on to the a # plataforma platform events com us cel celular whatsapp y o or and'
  ).split(' '),
)
const MEETING_HOSTS = [
  'zoom.us',
  'meet.google.com',
  'teams.microsoft.com',
  'teams.live.com',
  'webex.com',
  'whereby.com',
  'gotomeet',
  'jit.si',
  'hopin',
  'airmeet',
  'youtube.com',
  'youtu.be',
  'twitch.tv',
  'streamyard.com',
] // prettier-ignore

/** Characters read; an address and a link stand near the top. */
const LOCATION_READ = 300
const DESCRIPTION_READ = 2_000

/**
 * @param location free text as in the event: an address, a room, "Zoom", a link
 * @param hasConferenceLink the provider's own conference field is set
 */
export function isOnline(location: string, description: string, hasConferenceLink: boolean): boolean {
  const where = readPlace(location)
  if (where === 'place') return false
  if (where === 'online' || hasConferenceLink) return true
  return wordsOf(description, DESCRIPTION_READ).some((word) => isMeetingHost(word.folded))
}

function readPlace(location: string): 'place' | 'online' | 'nothing' {
  let online = false
  let place = false
  for (const { folded } of wordsOf(location, LOCATION_READ)) {
    if (PLATFORM_WORDS.has(folded) || ONLINE_WORDS.has(folded) || isMeetingHost(folded)) online = true
    // Any other link is a page about the event, no place: Luma puts one where the address will stand later.
    else if (!FILLER.has(folded) && !folded.startsWith('@')) place = true
  }
  if (place) return 'place'
  return online ? 'online' : 'nothing'
}

function isMeetingHost(word: string): boolean {
  return word.startsWith('@') && MEETING_HOSTS.some((host) => word.includes(host))
}
