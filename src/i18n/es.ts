/**
 * Spanish of Mexico: the original of every sentence Aforo says, and by its shape the type of every other language. Pages and
 * mail have files of their own; here stand the words that all of them share.
 */
import { insightsEs } from './es-insights.ts'
import { mailEs } from './es-mail.ts'
import { pagesEs } from './es-pages.ts'
import { relationshipsEs } from './es-relationships.ts'
import { restoreEs } from './es-restore.ts'
import { whatIfEs } from './es-what-if.ts'
import { counted, formOf } from './plural.ts'

const n = (count: number, one: string, other: string, many = `de ${other}`) =>
  counted('es-MX', count, { one, other, many })

export const es = {
  count: {
    events: (count: number) => n(count, 'evento', 'eventos'),
    followUps: (count: number) => n(count, 'seguimiento', 'seguimientos'),
    questions: (count: number) => n(count, 'pregunta', 'preguntas'),
    calendars: (count: number) => n(count, 'calendario', 'calendarios'),
    points: (points: string, count: number) =>
      `${points} ${formOf('es-MX', Math.abs(count), { one: 'punto', other: 'puntos', many: 'de puntos' })}`,
    more: (count: number) => `y ${n(count, 'más', 'más', 'más')}`,
  },

  verdict: { attend: 'Asiste', hold: 'Por confirmar', skip: 'Déjalo pasar' },
  standing: { commitment: 'Compromiso', hold: 'Por confirmar', candidate: 'Candidato' },
  /** Why it was chosen, in a line. */
  attend: {
    commitment: 'Ya es un compromiso tuyo.',
    decided: 'Decidiste ir.',
    chosen: 'Cabe en tu semana y es de lo que más te aporta.',
  },
  hold: 'Cuenta en tus horas, pero no aparta tiempo hasta que se confirme.',
  skip: {
    cancelled: 'Lo cancelaron.',
    declined: 'La invitación ya está declinada.',
    skipped_by_you: 'Decidiste no ir.',
    overlaps: 'Se encima con algo que ya tienes.',
    protected_hours: 'Cae en tus horas protegidas.',
    no_follow_up_slot: 'No queda un hueco libre para darle seguimiento.',
    evening_limit: 'Ya están ocupadas las noches que te permites en la semana.',
    daily_limit: 'Ese día ya tiene los eventos que te permites.',
    follow_up_debt: 'Cabría si cerraras seguimientos pendientes.',
    over_cap: 'No cabe en las horas de tu semana.',
    low_value: 'Te aporta menos de lo que cuesta.',
  },
  /** Instead of `over_cap` where the week has no hours at all. */
  weekOff: 'Es tu semana libre.',
  quoted: (title: string) => `«${title}»`,
  overlapsWith: (title: string) => `Se encima con «${title}».`,
  /** Of a skip that lost a competition: what would have to go for it to come in. */
  counterfactual: {
    losing: (titles: string, loss: string) => `Para que entrara habría que soltar ${titles}: perderías ${loss}.`,
    even: (titles: string) => `También podrías ir a este en lugar de ${titles}: vale lo mismo.`,
    title: (title: string) => `«${title}»`,
    /** Of an event of another week. */
    titleOn: (title: string, day: string) => `«${title}» (${day})`,
  },

  charge: {
    event: 'Evento',
    travel: 'Traslado',
    followUp: 'Seguimiento',
    total: 'Total',
    /** The three parts and their sum in one line. */
    sum: (event: string, travel: string, followUp: string, total: string) =>
      `${event} de evento + ${travel} de traslado + ${followUp} de seguimiento = ${total}`,
  },
  /** Names of what a value is made of; planning's names, each as it stands in `Contribution.name`. */
  contribution: {
    base: 'Conocer gente',
    objectives: 'Va con tus objetivos',
    format: 'Tiene un objetivo de negocio',
    interests: 'Toca tus intereses',
    people: 'Gente o empresas que quieres conocer',
    learned: 'Lo que te ha dejado este organizador',
    explore: 'Para probar a alguien nuevo',
    novelty: 'Qué tan nueva es la gente para ti',
    ticket: 'Costo del boleto',
    hours: 'Horas que te pide',
    stability: 'Ya te lo habíamos recomendado',
    other: 'Otros motivos',
  },

  answer: {
    accepted: 'Aceptaste',
    tentative: 'Respondiste «quizá»',
    declined: 'Declinaste',
    none: 'Sin respuesta',
    organiser: 'Lo organizas tú',
  },
  /** What Aforo will answer by itself, unless. */
  willAnswer: {
    accepted: (when: string) => `Aforo la aceptará por ti el ${when}, si no dices otra cosa antes.`,
    declined: (when: string) => `Aforo la declinará por ti el ${when}, si no dices otra cosa antes.`,
  },
  /** What goes along with a decline of Aforo's own, to the organiser, whatever its reason: thanks, and nothing of what else the person does. */
  declineText: 'Muchas gracias por la invitación. Esta vez no podré asistir. Les deseo mucho éxito.',
  attendance: { presumed: 'Suponemos que fuiste', attended: 'Fuiste', missed: 'No fuiste', unknown: 'Sin confirmar' },

  kind: {
    'after-office': 'After office',
    alumni: 'Encuentro de exalumnos',
    'chamber-breakfast': 'Desayuno o reunión de cámara',
    conference: 'Congreso o conferencia',
    matchmaking: 'Rueda de negocios',
    meetup: 'Meetup',
    'one-to-one-intro': 'Presentación uno a uno',
    'referral-group': 'Grupo de referidos',
    'round-table': 'Mesa redonda',
    sports: 'Deporte',
    'trade-show': 'Expo o feria',
    webinar: 'Webinar',
    class: 'Clase o curso',
    'client-meeting': 'Reunión con cliente',
    family: 'Familia',
    focus: 'Tiempo de concentración',
    holiday: 'Día festivo',
    'internal-meeting': 'Reunión interna',
    interview: 'Entrevista',
    medical: 'Salud',
    personal: 'Personal',
    religious: 'Religioso',
    reminder: 'Recordatorio',
    'sales-call': 'Llamada de ventas',
    travel: 'Viaje',
  },
  smart: 'Con objetivo de negocio',

  recognition: {
    yes: 'Es networking',
    no: 'No es networking',
    unsure: 'No estamos seguros',
    confidence: (percent: string) => `Confianza: ${percent}`,
    forIt: 'A favor',
    againstIt: 'En contra',
    word: (word: string) => `La palabra «${word}»`,
    fact: {
      source_own: 'Lo anotaste tú en tu calendario',
      source_feed: 'Viene de un calendario al que estás suscrito',
      source_invite: 'Es una invitación',
      organiser_platform: 'Lo envía una plataforma de eventos',
      organiser_free_mail: 'Quien organiza usa un correo personal',
      organiser_address: 'La dirección de quien organiza',
      organiser_none: 'No dice quién organiza',
      guests_none: 'No tiene lista de invitados',
      guests_few: 'Son pocos invitados',
      guests_several: 'Son varios invitados',
      guests_many: 'Son muchos invitados',
      duration: 'Cuánto dura',
      time_of_day: 'La hora del día',
      weekend: 'Cae en fin de semana',
      all_day: 'Dura todo el día',
      description_empty: 'No trae descripción',
      description_long: 'Trae una descripción larga',
      title_form: 'Cómo está escrito el título',
      place: 'El lugar',
    },
    otherFact: 'Otro dato del evento',
    correction: {
      event: 'Lo corregiste tú en este evento',
      series: 'Lo corregiste tú en esta serie',
      organiser: 'Lo corregiste tú para este organizador',
    },
  },

  followUp: {
    reserved: 'Hueco apartado',
    booking: 'Por agendar',
    booked: 'En tu calendario',
    yours: 'Ajustado por ti',
    removing: 'Quitándose',
    removed: 'Quitado',
    refused: 'Tu calendario no lo aceptó. Lo intentamos de nuevo cada día.',
    removed_by_you: 'Lo quitaste tú',
    done: 'Hecho',
    dismissed: 'Descartado',
    owed: 'Por cerrar',
    late: 'No hubo hueco a tiempo; quedó en el primero libre.',
    crowded: 'Se encimó algo más y no hay otro hueco libre. Muévelo tú si puedes.',
  },
  /** What stands in the person's calendar; read by them in their own calendar program. */
  block: {
    title: (event: string) => `Seguimiento: ${event}`,
    purpose: (event: string, day: string) => `Tiempo para dar seguimiento a «${event}» (${day}).`,
    hint: 'Escribe a quienes conociste mientras todavía se acuerdan de ti.',
    met: 'Conociste a:',
    person: (name: string, company: string | null) => (company === null ? name : `${name} (${company})`),
    promised: (step: string, on: string | null) => `Quedaste en: ${step}${on === null ? '' : ` (${on})`}`,
    call: (link: string) => `Llamar: ${link}`,
    whatsApp: (link: string) => `WhatsApp: ${link}`,
    write: (link: string) => `Correo: ${link}`,
    others: (count: number) => `y ${counted('es-MX', count, { one: 'persona', other: 'personas' })} más`,
    close: (url: string) => `Al terminar, ciérralo aquí: ${url}`,
    made: 'Lo agendó Aforo. Si lo mueves o lo borras, se respeta.',
  },

  /** Why a wish could not be granted: `RefusalReason` of the cycle's commands. */
  refusal: {
    not_answerable: 'Este evento no se puede responder desde Aforo.',
    no_organiser_scope: 'Esta corrección no aplica a plataformas de eventos ni a tu propio dominio.',
    not_ended: 'El evento todavía no empieza.',
    not_networking: 'Esto solo aplica a eventos de networking.',
    calendar_not_writable: 'Aforo no tiene permiso para escribir en ese calendario. Elige otro para los seguimientos.',
    calendar_not_owned: 'Ese calendario no es tuyo.',
    week_over: 'Esa semana ya pasó; su tope se queda como estaba.',
    too_much: 'Con eso sería más de lo que Aforo puede guardar de una persona. No se guardó nada.',
    week_too_far: 'Esa semana está demasiado lejos; se puede dar un tope hasta con dos años de anticipación.',
    follow_up_closed: 'Ese seguimiento ya estaba cerrado.',
    address_not_verified: 'Ese correo todavía no está verificado.',
    not_undoable: 'Esto no se puede deshacer desde aquí.',
    answered_since: 'La respuesta ya es otra, así que no queda nada que deshacer.',
    out_of_reach: 'Ya no se puede cambiar: el evento pasó, se canceló o no podemos escribir en su calendario.',
    digest_already_sent: 'El correo de esta semana ya se envió.',
    digest_unknown: 'No sabemos si el último correo salió. Si no te llegó, usa «Enviar de nuevo».',
    unfit: 'Algo de lo que escribiste no se puede guardar así. Revísalo e inténtalo otra vez.',
    invalid: 'Algo de lo que enviaste no es válido. Revísalo e inténtalo otra vez.',
  },
  /** Why connecting an account did not work. */
  connectProblem: {
    state: 'La conexión tardó demasiado o se abrió en otro navegador. Inténtalo otra vez.',
    denied: 'No se dio permiso, así que no conectamos nada.',
    not_allowed: 'Esta instalación de Aforo todavía no acepta esa cuenta.',
    belongs_to_another: 'Esa cuenta ya está conectada a otra persona en Aforo.',
    expired: 'Tu sesión terminó. Vuelve a entrar.',
    provider: 'El proveedor no respondió como se esperaba. Inténtalo en unos minutos.',
    no_refresh_token: 'El proveedor no dio un permiso duradero. Vuelve a conectar y acepta todos los permisos.',
    being_erased: 'Esa cuenta se está borrando. Inténtalo cuando haya terminado.',
    scopes: 'Faltó un permiso que Aforo necesita para leer tus calendarios. Vuelve a conectar y acéptalos todos.',
  },
  /** Why a calendar cannot be read: `ErrorReason` of the provider port. */
  providerError: {
    revoked: 'se retiró el permiso de la cuenta',
    calendar_gone: 'el calendario ya no existe',
    forbidden: 'no hay permiso para leerlo',
    rejected: 'el proveedor rechazó la petición',
    cursor_expired: 'hay que leerlo completo otra vez',
    revision_moved: 'cambió mientras lo leíamos',
    id_taken: 'algo más ocupa el lugar de un bloque nuestro',
    throttled: 'el proveedor pide esperar',
    unreachable: 'el proveedor no responde',
    malformed: 'la respuesta no se entiende',
    too_large: 'tiene demasiados eventos',
  },
  provider: { google: 'Google', microsoft: 'Microsoft', caldav: 'CalDAV', feed: 'ICS' },
  /** An account by its provider and its address: two providers may hold accounts of one address. */
  account: (provider: string, address: string) => `${provider} (${address})`,
  health: {
    /** Of a calendar, its name in quotes. */
    of: (calendar: string, account: string) => `${calendar} de ${account}`,
    unreadable: (calendar: string, since: string, reason: string) =>
      `No podemos leer ${calendar} desde el ${since}: ${reason}.`,
    gone: (calendar: string, since: string) =>
      `Desde el ${since} ya no encontramos ${calendar}: se borró o dejó de compartirse contigo.`,
    readOnly: (calendar: string, since: string) => `Desde el ${since} Aforo ya no puede escribir en ${calendar}.`,
    /** What an unreadable calendar means for the plan (design.md, rule 5). */
    caution: 'Mientras tanto, lo último que leímos ahí sigue contando como ocupado.',
    /** The same of the calendar that takes follow-ups. */
    noBlocks: 'Mientras tanto no se escriben ahí tus seguimientos; ninguno se pierde.',
    revoked: (account: string, since: string) =>
      `Desde el ${since} la cuenta de ${account} ya no le da permiso a Aforo. Vuelve a conectarla para que el plan esté al día.`,
    limited: (account: string, since: string) =>
      `Desde el ${since} a la cuenta de ${account} le falta un permiso. Vuelve a conectarla y acéptalos todos.`,
    failing: (account: string, since: string, reason: string) =>
      `No podemos leer la cuenta de ${account} desde el ${since}: ${reason}.`,
    reconnect: 'Volver a conectar',
    /** The last good reading on record: a later one that brought nothing is not. */
    readAt: (when: string) => `Última lectura: ${when} o después`,
    readNow: 'Última lectura: este minuto',
    nextRead: (when: string) => `Próxima: ${when} o antes`,
    nextTry: (when: string) => `Próximo intento: ${when}`,
    chooseAnother: 'Elige otro calendario para tus seguimientos: Aforo no lo cambia por su cuenta.',
    stopUsing: 'Si ya no lo necesitas, quítale sus usos en Aforo.',
    /** What there is to do about a calendar that cannot be read, by the reason. */
    remedy: {
      revoked: 'Aforo lo lee de nuevo en cuanto la cuenta esté conectada.',
      calendar_gone: 'Aforo lo sigue buscando. Si ya no lo necesitas, quítale sus usos en Aforo.',
      forbidden: 'Pide acceso a quien te lo comparte, o quítale sus usos en Aforo. Lo intentamos otra vez cada día.',
      rejected: 'No tienes que hacer nada: Aforo lo intenta otra vez cada día.',
      cursor_expired: 'No tienes que hacer nada: Aforo lo sigue intentando.',
      revision_moved: 'No tienes que hacer nada: Aforo lo sigue intentando.',
      id_taken: 'No tienes que hacer nada: Aforo lo sigue intentando.',
      throttled: 'No tienes que hacer nada: Aforo espera lo que le piden y lo intenta otra vez.',
      unreachable: 'No tienes que hacer nada: Aforo lo sigue intentando.',
      malformed: 'No tienes que hacer nada: Aforo lo sigue intentando.',
      too_large:
        'Aforo lee hasta 10,000 eventos, contando cuántas veces se repiten, y 4 MB de lo que dicen; 8 MB de todos los calendarios. Quítale sus usos o pasa lo que importa a otro calendario.',
    },
  },

  place: { online: 'En línea', none: 'Sin lugar', allDay: 'Todo el día', untitled: '(sin título)' },
  organisedBy: (who: string) => `Organiza ${who}`,

  pages: pagesEs,
  whatIf: whatIfEs,
  restore: restoreEs,
  relationships: relationshipsEs,
  insights: insightsEs,
  mail: mailEs,
}

export type Words = typeof es
