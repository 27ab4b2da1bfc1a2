/** Spanish of Mexico for taking everything along, and back. */
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string, many = `de ${other}`) =>
  counted('es-MX', count, { one, other, many })

export const restoreEs = {
  title: 'Tus datos',
  lead: 'Todo lo que Aforo sabe de ti es tuyo: llévatelo cuando quieras.',
  along: 'Llevarte todo',
  all: 'Descargar todo (JSON)',
  vcf: 'Contactos (vCard)',
  csv: 'Contactos (CSV)',
  bring: 'Recuperar de un archivo',
  hint: 'El archivo JSON que descargaste aquí, de hasta 16 MB. Recupera ajustes, decisiones, seguimientos, contactos, resultados y actividad. Lo que has dicho desde entonces se queda como está. Las cuentas se conectan de nuevo, los eventos se leen otra vez de tus calendarios y las claves de la API no vuelven.',
  file: 'Archivo',
  noFile: 'Elige un archivo.',
  send: 'Recuperar',
  report: 'Qué pasó con tu archivo',
  what: 'Qué',
  count: { taken: 'Volvió', same: 'Igual', kept: 'Aquí', refused: 'No' },
  countHint: '«Igual»: ya estaba así. «Aquí»: se queda lo de aquí, que es más nuevo. «No»: no se pudo recuperar.',
  table: {
    settings: 'Ajustes',
    occurrences: 'Lo que dijiste de eventos',
    corrections: 'Correcciones',
    places: 'Lugares',
    weeks: 'Topes de semanas',
    followUps: 'Seguimientos',
    contacts: 'Contactos',
    outcomes: 'Resultados',
    forgotten: 'Personas que borraste, sin nombre',
    activity: 'Actividad',
    connections: 'Cuentas',
    calendars: 'Calendarios',
  },
  refusedTitle: 'Lo que no se pudo recuperar',
  changedTitle: 'Lo que se recuperó con cambios',
  nothingWrong: 'Todo el archivo se entendió.',
  /** Which row of the file, from 1, and what of it, as the file calls it. */
  at: (table: string, row: string) => `${table}, fila ${row}`,
  others: (count: number) => `Y ${n(count, 'fila más', 'filas más')}.`,
  back: 'Volver a ajustes',
  reason: {
    not_as_written: 'No está como Aforo lo escribe.',
    twice: 'Está dos veces en el archivo: contó la primera.',
    not_ours: 'No es un seguimiento de tus cuentas.',
    not_together: 'No va con los demás ajustes.',
    address_not_verified: 'Esa dirección no es de tus cuentas de ahora: el correo semanal sigue yendo a la que tenías.',
    calendar_missing: 'Su calendario no está conectado: queda como historia.',
  },
  refused: {
    too_large: 'El archivo pesa más de 16 MB.',
    malformed_json: 'No es un archivo JSON que se pueda leer.',
    not_an_export: 'No es un archivo que Aforo haya escrito.',
    too_many_rows: 'Tiene más filas de las que Aforo puede leer.',
  },
  /** Before and after leaving. */
  leaving: {
    removeBlocks: 'Quitar también los bloques que puso Aforo',
    removeBlocksHint:
      'Solo los que nadie ha tocado y aún no empiezan. Si un calendario no responde, el suyo se queda; lo puedes borrar ahí.',
    consent: 'Microsoft no deja que Aforo retire su propio permiso. Eso se hace en su página:',
    consentPage: { personal: 'Permisos de tu cuenta Microsoft personal', work: 'Aplicaciones de tu cuenta de trabajo' },
  },
}
