/** Spanish of Mexico for contacts and what came of them; their pages have files of their own. */
import { contactsEs } from './es-contacts.ts'
import { outcomesEs } from './es-outcomes.ts'

export const relationshipsEs = {
  /** Why something said of a contact or an outcome cannot be kept: `LedgerReason` of `relationships/`. */
  problem: {
    empty: 'Falta el nombre.',
    too_long: 'Es más largo de lo que cabe.',
    too_many: 'Son más de los que caben.',
    not_an_address: 'No parece un correo.',
    not_a_phone: 'No parece un teléfono; si es de otro país, escríbelo con su clave, como +34.',
    phone_extension: 'La extensión no cabe en el teléfono; ponla en la nota.',
    not_a_url: 'No parece la dirección de una página.',
    not_a_date: 'No es una fecha.',
    out_of_range: 'Está fuera de lo que se puede guardar.',
    amount_missing: 'Falta el monto.',
    amount_out_of_range: 'El monto debe ser mayor que cero y razonable.',
    unknown_currency: 'No conocemos esa moneda; usa su clave de tres letras, como MXN.',
    date_in_future: 'Esa fecha todavía no llega.',
    unknown_contact: 'Ese contacto ya no está.',
    unknown_event: 'Ese evento ya no está.',
    unknown_outcome: 'Ese resultado ya no está.',
    unknown_touch: 'Eso ya no está en su historia.',
    seen_in_calendar: 'Eso se ve en tu calendario, así que volvería a aparecer.',
    event_not_begun: 'El evento todavía no empieza.',
    shares_not_whole: 'Las partes deben sumar 100 %.',
    date_before_event: 'Es anterior al evento al que se le acredita.',
    merge_with_itself: 'Es el mismo contacto.',
    introduced_in_a_circle: 'Nadie se presenta a sí mismo, ni por medio de otros.',
    not_a_proposal: 'Eso no es una propuesta.',
    proposal_closed: 'Esa propuesta ya se cerró.',
    nobody: 'Falta al menos una persona.',
  },
  contacts: contactsEs,
  outcomes: outcomesEs,
  /** Why a file of contacts, or a row of it, is not taken. */
  file: {
    too_large: 'El archivo es demasiado grande: hasta 4 MB en vCard o 1 MB en CSV.',
    too_many: 'Son más de 200 contactos: elige a quienes conociste.',
    no_cards: 'En el archivo no hay contactos.',
    no_name_column: 'Falta la columna con el nombre.',
    not_closed: 'El contacto no termina: el archivo está incompleto.',
    no_name: 'No trae nombre.',
    unreadable_line: 'Esta línea no se entiende; lo demás del contacto sí se guardó.',
    unknown_stage: 'No conocemos esa etapa.',
    not_a_number: 'No es un número.',
    broken_quotes: 'Las comillas no cierran.',
    unread_from_here: 'De aquí en adelante no se leyó nada: las comillas no cierran.',
  },
}
