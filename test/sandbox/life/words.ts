/**
 * The ordinary half of the consultant's life, as words: clients, calls, chores and family. All people and companies are
 * invented. Some titles are traps on purpose (a computer network, a course about networking, a company's own party).
 */
export interface Ordinary {
  title: string
  minutes: number
  description?: string
  location?: string
  /** Who invites; none: she typed it herself. */
  organizer?: Person
  guests?: Person[]
  type?: 'focusTime'
  free?: boolean
}

export interface Person {
  email: string
  displayName: string
}

const person = (displayName: string, email: string): Person => ({ displayName, email })

export const MARIANA = person('Mariana Torres', 'mariana.torres@consultoriacenit.example')
export const DIEGO = person('Diego Ramos', 'diego.ramos@estudionorte.example')
export const PAOLA = person('Paola Guzmán', 'paola.guzman@consultoriacenit.example')
export const IVAN = person('Iván Cordero', 'ivan.cordero@consultoriacenit.example')
export const RENATA = person('Renata Solís', 'renata.solis@consultoriacenit.example')
const HECTOR = person('Héctor Arriaga', 'harriaga@grupoarriaga.example')
const LUCIA = person('Lucía Mondragón', 'lucia.mondragon@farmaciasalba.example')
const TOMAS = person('Tomás Ibarra', 'tibarra@logisticapuente.example')
const CLAUDIA = person('Claudia Rentería', 'claudia@tallerrenteria.example')
const BEN = person('Ben Whitaker', 'ben.whitaker@harborlane.example')
const SOFIA = person('Sofía Llamas', 'sofia.llamas@universidadvalle.example')
const OSCAR = person('Óscar Pineda', 'oscar.pineda@contadorespineda.example')

const MEET = 'Únete con Google Meet: https://meet.google.example/hkp-wzra-mfe'
const ZOOM = 'https://zoom.example/j/88123004517 · Clave 204911'

export const MEETINGS: Ordinary[] = [
  {
    title: 'Farmacias Alba: avance de inventarios',
    minutes: 60,
    organizer: LUCIA,
    guests: [PAOLA, IVAN],
    description: MEET,
  },
  {
    title: 'Grupo Arriaga – revisión de propuesta',
    minutes: 60,
    organizer: HECTOR,
    guests: [PAOLA],
    location: 'Av. Insurgentes Sur 1602, piso 8, CDMX',
  },
  {
    title: 'Diagnóstico Logística Puente',
    minutes: 60,
    organizer: TOMAS,
    guests: [RENATA],
    description: `Llevar mapa de procesos. ${ZOOM}`,
  },
  { title: 'Taller Rentería: precios y márgenes', minutes: 60, organizer: CLAUDIA, location: 'Doctores, CDMX' },
  {
    title: 'Harbor Lane weekly sync',
    minutes: 45,
    organizer: BEN,
    guests: [IVAN],
    description: 'Status, risks, next sprint. https://meet.google.example/qra-pbcd-xyo',
  },
  {
    title: 'Presentación de resultados a dirección (Alba)',
    minutes: 60,
    organizer: LUCIA,
    guests: [PAOLA, IVAN, RENATA],
    location: 'Torre Mayor, Reforma',
  },
  { title: 'Entrevista: analista jr.', minutes: 45, organizer: RENATA, description: 'CV adjunto. Segunda entrevista.' },
  {
    title: 'Kickoff Universidad del Valle',
    minutes: 60,
    organizer: SOFIA,
    guests: [PAOLA, IVAN],
    location: 'Campus Coyoacán, edificio C',
  },
  {
    title: 'Demo CRM con proveedor',
    minutes: 45,
    organizer: person('Ventas NubeSur', 'ventas@nubesur.example'),
    description: ZOOM,
  },
  {
    title: 'Revisión de red y cableado de la oficina',
    minutes: 45,
    organizer: IVAN,
    description: 'El switch del piso 3 sigue fallando; ver presupuesto.',
  },
  { title: 'Contador: cierre de mes', minutes: 45, organizer: OSCAR, description: 'Facturas pendientes y DIOT.' },
  {
    title: 'Desayuno de trabajo con Héctor (renovación)',
    minutes: 60,
    organizer: HECTOR,
    location: 'Café Nardo, Roma Norte',
  },
  {
    title: 'Consejo técnico – proyecto Puente',
    minutes: 60,
    organizer: TOMAS,
    guests: [PAOLA, RENATA],
    location: 'Vallejo, nave 4',
  },
  {
    title: 'Quarterly review: Harbor Lane',
    minutes: 60,
    organizer: BEN,
    guests: [PAOLA, IVAN],
    description: 'Deck due the day before.',
  },
]

export const CALLS: Ordinary[] = [
  { title: 'Llamada con Tomás (alcance fase 2)', minutes: 30 },
  { title: 'Call with Ben re: invoice', minutes: 30, organizer: BEN, description: 'Quick one.' },
  { title: 'Seguimiento cotización Rentería', minutes: 30 },
  { title: 'Llamada banco – línea de crédito', minutes: 30 },
  { title: 'Lucía: dudas del inventario de Alba', minutes: 30, organizer: LUCIA, description: MEET },
  {
    title: 'Revisar contrato con la abogada',
    minutes: 45,
    organizer: person('Irma Zepeda', 'izepeda@zepedalegal.example'),
  },
  { title: 'Check-in Diego (sitio web)', minutes: 30, organizer: DIEGO, description: MEET },
  { title: 'Llamada seguro de gastos médicos', minutes: 30 },
]

export const FOCUS: Ordinary[] = [
  { title: 'Bloque de enfoque: propuesta Arriaga', minutes: 90, type: 'focusTime' },
  { title: 'Enfoque – modelo financiero Alba', minutes: 90, type: 'focusTime' },
  { title: 'Redactar informe Puente', minutes: 90 },
  { title: 'Deep work: deck Harbor Lane', minutes: 90, type: 'focusTime' },
  { title: 'Preparar taller de precios', minutes: 60 },
]

export const NOTES: Ordinary[] = [
  { title: 'Mandar facturas', minutes: 15, free: true },
  { title: 'Pagar tarjeta', minutes: 15, free: true },
  { title: 'Confirmar vuelo a Monterrey', minutes: 15, free: true },
  { title: 'imprimir tarjetas de presentación', minutes: 15, free: true },
  { title: 'Subir recibos', minutes: 15, free: true },
  { title: 'Responder correos pendientes', minutes: 30, free: true },
]

/** Evenings, week-ends and errands on the personal calendar, each at an hour that suits it (0 is Monday). */
export const PERSONAL: (Ordinary & { day: number; at: string })[] = [
  { title: 'Dentista', minutes: 60, location: 'Dra. Quiroz, Del Valle', day: 3, at: '12:30' },
  { title: 'Cena con Jime y Rodri', minutes: 120, location: 'Fonda Colorín, Roma', day: 5, at: '20:30' },
  { title: 'Junta de papás, 2º B', minutes: 60, location: 'Colegio Los Encinos', day: 4, at: '07:45' },
  { title: 'Verificación del coche', minutes: 60, location: 'Verificentro Portales', day: 5, at: '08:30' },
  { title: 'Cine con Andrés', minutes: 150, day: 6, at: '18:30' },
  { title: 'Dermatóloga', minutes: 45, location: 'Consultorios San Ángel', day: 1, at: '13:30' },
  { title: 'Concierto de la OFUNAM', minutes: 120, location: 'Sala Nezahualcóyotl', day: 5, at: '20:00' },
  { title: 'Plomero (fuga del baño)', minutes: 60, location: 'casa', day: 0, at: '08:15' },
  { title: 'Veterinario – vacuna de Canela', minutes: 45, day: 5, at: '13:00' },
  { title: 'Festival de Emilia', minutes: 90, location: 'Colegio Los Encinos', day: 4, at: '10:45' },
  { title: 'Cumpleaños de Santi (regalo!)', minutes: 180, location: 'Salón Brinca, Coapa', day: 5, at: '15:00' },
  { title: 'Videollamada con mi hermana', minutes: 45, day: 6, at: '11:00' },
]

/** Invitations she declined: courses, sales, a company's own party. */
export const DECLINED: Ordinary[] = [
  {
    title: 'Webinar: cómo hacer networking en LinkedIn (grabado)',
    minutes: 60,
    organizer: person('Academia Ascenso', 'cursos@academiaascenso.example'),
    description: 'Sesión pregrabada, sin interacción entre asistentes.',
  },
  {
    title: 'Demo plataforma de nómina',
    minutes: 45,
    organizer: person('Nominax', 'demos@nominax.example'),
    description: ZOOM,
  },
  {
    title: 'Posada interna Farmacias Alba (personal)',
    minutes: 180,
    organizer: LUCIA,
    location: 'Salón Jacarandas, Narvarte',
  },
  { title: 'Curso Excel avanzado', minutes: 120, organizer: RENATA },
  { title: 'Vendor pitch: cloud backup', minutes: 30, organizer: person('Cloudkeep', 'sales@cloudkeep.example') },
]

export const CANCELLED: Ordinary[] = [
  { title: 'Comité de compras Alba', minutes: 60, organizer: LUCIA },
  { title: 'Visita a planta Puente', minutes: 60, organizer: TOMAS, location: 'Cuautitlán Izcalli' },
  { title: 'Harbor Lane: backlog grooming', minutes: 45, organizer: BEN },
]
