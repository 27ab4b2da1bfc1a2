/**
 * The invitations to meet people: three weeks that repeat, so that any three weeks in a row hold all of them, two recurring
 * chapters, and the event that has just ended. Organisers, people and addresses are invented.
 */
import type { Answer } from './sheet.ts'
import type { Person } from './words.ts'

export interface Invitation {
  key: string
  /** 0 is Monday. */
  day: number
  /** `HH:MM` in the zone of the account; null: all day. */
  at: string | null
  minutes: number
  title: string
  description: string
  location?: string
  organizer: Person
  answer: Answer
  /** How many other guests are listed; 0: the organiser hides them. */
  guests: number
  /** She holds these hours open for it: no ordinary event is laid beside it, travel included. */
  keptFree?: boolean
  /** The organiser cancels it after sending it. */
  cancelled?: boolean
  /** Feeds mark all they carry as tentative; it says nothing about the person. */
  fromFeed?: boolean
}

const by = (displayName: string, email: string): Person => ({ displayName, email })

const CANACO = by('CANACO Ciudad de México', 'eventos@canaco-cdmx.example')
const COPARMEX = by('COPARMEX CDMX · Vinculación', 'vinculacion@coparmex-cdmx.example')
const AMCHAM = by('AmCham Mexico Events', 'events@amcham-mx.example')
const IMPULSO = by('Impulso México', 'comunidad@impulsomexico.example')
const TERTULIA = by('Tertulia', 'calendario@tertulia.example')
const MUJERES = by('Mujeres que Emprenden', 'hola@mujeresqueemprenden.example')
const SAAS = by('SaaS Latam CDMX', 'hello@saaslatam.example')
const EXPO = by('Expo Pymes', 'registro@expopymes.example')
const ALUMNI = by('Alumni Universidad del Valle', 'egresados@alumnivalle.example')
const CAMEX = by('Cámara México-Canadá', 'events@camaramxca.example')
const VINOS = by('Club Mesa Larga', 'reservas@clubmesalarga.example')
const COWORK = by('Cowork Álamo', 'comunidad@coworkalamo.example')

/**
 * Weeks A, B and C. What she has accepted takes three of six hours a week, and what she kept free for could fill the rest twice,
 * so that there is something to choose on any weekday. Tuesday evening of A, Thursday morning of B and Wednesday evening of C
 * overlap on purpose.
 */
export const WEEKS: Invitation[][] = [
  [
    {
      key: 'canaco-desayuno',
      day: 1,
      at: '08:00',
      minutes: 90,
      title: 'Desayuno de negocios CANACO: proveedores y compradores',
      description:
        'Ronda de presentaciones de un minuto y mesas por giro. Trae 30 tarjetas. Estacionamiento con boleto sellado.',
      location: 'Salón Madero, Centro Histórico, CDMX',
      organizer: CANACO,
      answer: 'needsAction',
      keptFree: true,
      guests: 38,
    },
    {
      key: 'saas-meetup',
      day: 1,
      at: '19:00',
      minutes: 120,
      title: 'SaaS Latam Meetup: from first 10 customers to 100',
      description:
        'Two lightning talks (15 min each), then open networking with founders and operators. English and Spanish.',
      location: 'Cowork Álamo, Roma Norte',
      organizer: SAAS,
      answer: 'needsAction',
      guests: 0,
    },
    {
      key: 'club-mesa-larga',
      day: 1,
      at: '19:30',
      minutes: 150,
      title: 'Cena Mesa Larga: 12 consultores, 12 directores',
      description: 'Cena con lugares asignados para conocer a quien decide. Cupo limitado. $1,450 MXN por persona.',
      location: 'Polanco, CDMX',
      organizer: VINOS,
      answer: 'needsAction',
      guests: 22,
    },
    {
      key: 'mujeres-comida',
      day: 3,
      at: '14:00',
      minutes: 90,
      title: 'Comida de vinculación: mujeres empresarias',
      description: 'Presentación de cada asistente y espacio para acordar citas de negocio.',
      location: 'Casa Lamm, Roma Norte',
      organizer: MUJERES,
      answer: 'needsAction',
      keptFree: true,
      guests: 26,
    },
    {
      key: 'afteroffice-alamo',
      day: 4,
      at: '18:30',
      minutes: 120,
      title: 'After office de la comunidad 🍻',
      description: 'Cerveza, tacos y gente nueva. Sin agenda. Puedes traer a alguien.',
      location: 'Terraza Cowork Álamo',
      organizer: COWORK,
      answer: 'declined',
      guests: 51,
    },
  ],
  [
    {
      key: 'coparmex-mesa',
      day: 1,
      at: '17:00',
      minutes: 90,
      title: 'Mesa de negocios COPARMEX: servicios profesionales',
      description: 'Citas de 8 minutos entre socios y oferentes. Se entrega directorio de asistentes.',
      location: 'COPARMEX CDMX, Del Valle',
      organizer: COPARMEX,
      answer: 'needsAction',
      keptFree: true,
      guests: 31,
    },
    {
      key: 'mujeres-citas',
      day: 2,
      at: '12:00',
      minutes: 60,
      title: 'Ronda de citas en línea: Mujeres que Emprenden',
      description:
        'Cinco citas de diez minutos con empresarias que buscan proveedores. Zoom: https://zoom.example/j/93310457721',
      location: 'Zoom',
      organizer: MUJERES,
      answer: 'needsAction',
      keptFree: true,
      guests: 0,
    },
    {
      key: 'amcham-breakfast',
      day: 3,
      at: '08:30',
      minutes: 90,
      title: 'AmCham Business Breakfast: nearshoring suppliers',
      description: 'Panel (30 min) followed by structured networking by sector. Business attire. Parking included.',
      location: 'Club de Industriales, Polanco',
      organizer: AMCHAM,
      answer: 'needsAction',
      keptFree: true,
      guests: 0,
    },
    {
      key: 'tertulia-founders',
      day: 3,
      at: '09:00',
      minutes: 60,
      title: 'Founders & Coffee en línea',
      description:
        'Trae tu café: 20 personas fundadoras, salas de cuatro, una pregunta por sala. Tu lugar: https://tertulia.example/e/founders-coffee',
      location: 'En línea (Zoom)',
      organizer: TERTULIA,
      answer: 'needsAction',
      keptFree: true,
      guests: 0,
      fromFeed: true,
    },
    {
      key: 'alumni-coctel',
      day: 4,
      at: '19:00',
      minutes: 90,
      title: 'Cóctel de egresados – generaciones 2005 a 2012',
      description: 'Reencuentro y networking profesional entre egresadas y egresados. Registro en la entrada.',
      location: 'Museo Tamayo, Bosque de Chapultepec',
      organizer: ALUMNI,
      answer: 'needsAction',
      keptFree: true,
      guests: 64,
    },
  ],
  [
    {
      key: 'expo-pymes',
      day: 3,
      at: null,
      minutes: 1440,
      title: 'Expo Pymes CDMX: encuentro de negocios',
      description:
        'Piso de exhibición, ruedas de negocio con citas agendadas y conferencias. Gafete de visitante incluido.',
      location: 'World Trade Center, Nápoles, CDMX',
      organizer: EXPO,
      answer: 'needsAction',
      guests: 0,
    },
    {
      key: 'canada-webinar',
      day: 0,
      at: '12:00',
      minutes: 60,
      title: 'Speed networking online: Mexico–Canada consultants',
      description: 'Breakout rooms of four, ten minutes each, four rounds. Zoom: https://zoom.example/j/97155520018',
      location: 'Zoom',
      organizer: CAMEX,
      answer: 'needsAction',
      keptFree: true,
      guests: 0,
    },
    {
      key: 'impulso-mentores',
      day: 2,
      at: '18:30',
      minutes: 60,
      title: 'Mentores en línea Impulso México',
      description:
        'Estás en LISTA DE ESPERA: te avisaremos si se libera un lugar. Encuentros uno a uno, por videollamada, con fundadores de empresas que escalaron.',
      location: 'En línea (Google Meet)',
      organizer: IMPULSO,
      answer: 'tentative',
      guests: 0,
    },
    {
      key: 'impulso-foro',
      day: 2,
      at: '17:30',
      minutes: 150,
      title: 'Foro Impulso: inversión para pymes + cóctel de networking',
      description: 'Dos paneles y cóctel para conocer a fondos, bancos y otras empresas.',
      location: 'Papalote, Chapultepec',
      organizer: IMPULSO,
      answer: 'needsAction',
      guests: 0,
    },
    {
      key: 'tertulia-marketing',
      day: 2,
      at: '19:00',
      minutes: 90,
      title: 'Growth CDMX: marketers & consultants mixer',
      description: 'Short demo night, then mingle. Free with RSVP. https://tertulia.example/e/growth-mixer',
      location: 'Juárez, CDMX',
      organizer: TERTULIA,
      answer: 'needsAction',
      keptFree: true,
      guests: 0,
      fromFeed: true,
    },
    {
      key: 'amcham-coffee',
      day: 4,
      at: '12:00',
      minutes: 45,
      title: 'AmCham virtual coffee: meet three members',
      description:
        'Three introductions of fifteen minutes, matched by sector. Zoom: https://zoom.example/j/95528814406',
      location: 'Zoom',
      organizer: AMCHAM,
      answer: 'needsAction',
      keptFree: true,
      guests: 0,
    },
    {
      key: 'coparmex-cancelado',
      day: 4,
      at: '08:00',
      minutes: 120,
      title: 'Desayuno-networking COPARMEX Jóvenes',
      description: 'Encuentro mensual de empresarias y empresarios menores de 40.',
      location: 'Hotel Geneve, Zona Rosa',
      organizer: COPARMEX,
      answer: 'needsAction',
      guests: 18,
      cancelled: true,
    },
  ],
]

/** What ended half an hour before the life began: accepted, and alone in its hours. */
export const JUST_ENDED = {
  minutes: 60,
  title: 'Networking CANACO en línea: ronda de citas de negocios',
  description:
    'Seis citas de ocho minutos con compradoras y compradores, por videollamada, y sala abierta al final para seguir platicando.',
  location: 'En línea (Zoom)',
  organizer: CANACO,
  guests: 24,
}

export const CHAPTERS = {
  referrals: {
    day: 2,
    at: '07:00',
    minutes: 60,
    title: 'Desayuno de referidos en línea · Capítulo Reforma',
    description:
      'Reunión semanal por Zoom: presentaciones de 45 segundos, referidos y agradecimientos. Entra 5 minutos antes.',
    location: 'Zoom',
    organizer: by('Capítulo Reforma', 'capitulo.reforma@redreferidos.example'),
    guests: 27,
  },
  founders: {
    at: '18:30',
    minutes: 120,
    title: "Founders' Round Table CDMX",
    description: 'Monthly, ten founders, one hard question each. What is said at the table stays at the table.',
    location: 'Impulso México, Juárez',
    organizer: by('Founders Table', 'table@foundersmx.example'),
    guests: 9,
  },
}

const FIRST = [
  'Alejandra',
  'Bruno',
  'Carmen',
  'Darío',
  'Elena',
  'Fernando',
  'Gabriela',
  'Hugo',
  'Inés',
  'Jorge',
  'Karla',
  'Luis',
]
const LAST = [
  'Aguilar',
  'Beltrán',
  'Cárdenas',
  'Domínguez',
  'Escobedo',
  'Fuentes',
  'Gallardo',
  'Herrera',
  'Ibáñez',
  'Juárez',
]

/** The n-th stranger on a guest list: always the same for the same list. */
export function stranger(list: string, n: number): Person {
  const seed = [...list].reduce((sum, sign) => sum + sign.charCodeAt(0), 0)
  const first = FIRST[(seed + n * 5) % FIRST.length] ?? 'Alma'
  const last = LAST[(seed * 3 + n * 7) % LAST.length] ?? 'Rivas'
  const plain = `${first}.${last}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return { displayName: `${first} ${last}`, email: `${plain}${n}@empresa${(seed + n) % 40}.example` }
}
