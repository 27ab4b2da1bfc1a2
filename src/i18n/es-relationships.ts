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
}
