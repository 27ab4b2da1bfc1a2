/** Spanish of Mexico for what is mailed: the weekly digest and the notices. Titles from outside come already cleaned. */
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string, many = `de ${other}`) =>
  counted('es-MX', count, { one, other, many })

export const mailEs = {
  /** Stands where a text from outside had an address of the web: our mail links to Aforo alone. */
  linkLeftOut: '[enlace]',
  digest: {
    subject: (charged: string, cap: string) => `Tu semana de networking: ${charged} de ${cap}`,
    subjectOver: (charged: string, cap: string) => `Tu semana de networking se pasa: ${charged} de ${cap}`,
    subjectQuiet: 'Tu semana de networking: nada agendado',
    greeting: (name: string) => `Hola, ${name}:`,
    heading: (dates: string) => `Semana del ${dates}`,
    ofCap: (charged: string, cap: string) => `${charged} de ${cap}`,
    left: (hours: string) => `Aún puedes usar ${hours}.`,
    full: 'Tu semana está completa.',
    over: (hours: string) => `Tus compromisos se pasan por ${hours}.`,
    weekOff: 'Es tu semana libre: no se propone nada.',
    weekOffTaken: (hours: string) =>
      `Es tu semana libre: no se propone nada, pero lo ya comprometido o por confirmar pide ${hours}.`,
    /** In place of "3 h de 0 h". */
    off: 'semana libre',
    offBut: (hours: string) => `semana libre, con ${hours}`,
    subjectOff: (figure: string) => `Tu networking: ${figure}`,
    otherWeekOff: (dates: string, figure: string) => `Semana del ${dates}: ${figure}.`,
    debt: (hours: string) => `Apartamos ${hours} de tu tope para seguimientos pendientes.`,
    debtFrees: (close: string, titles: string) => `Si cierras ${close}, tu plan gana ${titles}.`,
    debtSwaps: (close: string, titles: string, instead: string) =>
      `Si cierras ${close}, tu plan gana ${titles} en lugar de ${instead}.`,
    debtLapsed: (titles: string) => `Quedaron sin cerrar y ya no restan horas a tu tope: ${titles}.`,
    quiet: 'Esta semana no hay eventos de networking en tus calendarios ni pendientes contigo. Disfruta las horas.',
    otherWeek: (dates: string, charged: string, cap: string) => `Semana del ${dates}: ${charged} de ${cap}.`,
    sections: {
      health: 'Calendarios por revisar',
      could_free: 'Qué podrías liberar',
      attend: 'Asiste',
      hold: 'Por confirmar',
      skip: 'Deja pasar',
      ask_attendance: '¿Fuiste?',
      ask_networking: '¿Es networking?',
      owed: 'Seguimientos por cerrar',
      booked: 'Seguimientos agendados',
      last_week: 'Lo que ya pasó',
      to_hear: 'De quién toca saber',
      came_of_week: 'Lo que salió de tu semana',
      came_of_quarter: 'Lo que dejó el trimestre pasado',
      rest_of_week: 'Lo que queda de esta semana',
    },
    intro: {
      could_free: 'Tus compromisos y los eventos por confirmar pasan tu tope. Podrías soltar:',
      ask_attendance: 'Si fuiste hace poco, apartamos tiempo para el seguimiento.',
      ask_networking: 'No cuentan en tu semana hasta que nos digas.',
    },
    charge: (total: string, event: string, travel: string, followUp: string) =>
      `${total} = ${event} de evento + ${travel} de traslado + ${followUp} de seguimiento`,
    followUpSlot: (when: string) => `Seguimiento apartado: ${when}`,
    followUpBooked: (when: string) => `Seguimiento: ${when}`,
    came: {
      met: (names: string, count: number) => `Conociste a ${n(count, 'persona', 'personas')}: ${names}.`,
      followUps: (parts: string) => `Seguimientos: ${parts}.`,
      closed: (count: number) => n(count, 'cerrado', 'cerrados'),
      open: (count: number) => n(count, 'por cerrar', 'por cerrar', 'por cerrar'),
      outcomes: (list: string) => `Anotaste: ${list}.`,
      outcome: (kind: string, money: string) => `${kind} de ${money}`,
      closedSums: (sums: string) => `Negocio cerrado de sus eventos: ${sums}.`,
      pipelineSums: (sums: string) => `Propuestas abiertas: ${sums}.`,
      best: (name: string, perHour: string, range: string, count: number) =>
        `Lo que más dejó por hora: ${name}, ${perHour} (${range}), con ${n(count, 'evento', 'eventos')}.`,
    },
    frees: (hours: string, points: string) => `Libera ${hours} y vale ${points}.`,
    more: (count: string) => `${count} en Aforo.`,
    actions: {
      attended: 'Fui',
      missed: 'No fui',
      accept: 'Aceptar',
      decline: 'Declinar',
      attend: 'Voy',
      skip: 'No voy',
      networking: 'Sí, es networking',
      not_networking: 'No lo es',
      open: 'Ver mi semana en Aforo',
      close_follow_up: 'Cerrar seguimientos',
      calendars: 'Revisar mis calendarios',
      contacts: 'Ver mis contactos',
      insights: 'Ver mi balance',
    },
    footer: 'Recibes este correo una vez por semana porque usas Aforo.',
    links: 'Los enlaces son solo para ti: no reenvíes este correo.',
    settings: 'Cambiar día y hora',
    unsubscribe: 'Dejar de recibirlo',
  },
  notice: {
    revoked: {
      subject: 'Aforo ya no puede leer tus calendarios',
      paragraphs: (account: string) => [
        `El permiso de la cuenta de ${account} se retiró, así que Aforo dejó de leer sus calendarios.`,
        'No se perdió nada: tus eventos, tus seguimientos y tus ajustes siguen aquí. Para que tu plan vuelva a estar al día, conéctala otra vez:',
      ],
      action: 'Volver a conectar',
    },
    limited: {
      subject: 'A Aforo le falta un permiso para leer tus calendarios',
      paragraphs: (account: string) => [
        `A la cuenta de ${account} le falta un permiso que Aforo necesita, así que no lee sus calendarios ni escribe en ellos.`,
        'No se perdió nada: tus eventos, tus seguimientos y tus ajustes siguen aquí. Conéctala otra vez y acepta todos los permisos:',
      ],
      action: 'Volver a conectar',
    },
    unreadable: {
      /** Account and day tell one outage from the next. */
      subject: (account: string, day: string) => `Aforo no puede leer tu cuenta de ${account} desde el ${day}`,
      paragraphs: (account: string) => [
        `Hace más de un día que Aforo no logra leer esto de la cuenta de ${account}:`,
        'Tu plan no da ese tiempo por libre: cuenta con lo último que leímos. Cuando se pueda leer otra vez, todo se pone al día solo, y este aviso no se repite.',
      ],
      action: 'Ver cómo están mis calendarios',
    },
    calendar_gone: {
      subject: 'Un calendario ya no está disponible en Aforo',
      paragraphs: (account: string) => [
        `Un calendario de la cuenta de ${account} ya no existe o dejó de compartirse contigo.`,
        'Si ahí se escribían tus seguimientos, elige otro calendario para que no se pierda ninguno:',
      ],
      action: 'Revisar mis calendarios',
    },
    read_only: {
      subject: 'Aforo ya no puede escribir tus seguimientos',
      paragraphs: (account: string) => [
        `El calendario de la cuenta de ${account} donde se escribían tus seguimientos quedó en solo lectura.`,
        'Elige otro calendario para que no se pierda ninguno; Aforo no lo cambia por su cuenta:',
      ],
      action: 'Revisar mis calendarios',
    },
    footer: 'Este aviso se envía una sola vez.',
  },
}
