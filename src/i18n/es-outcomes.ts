/** Spanish of Mexico for what came of contacts: meetings, proposals, closed business, referrals. */
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string, many = `de ${other}`) =>
  counted('es-MX', count, { one, other, many })

export const outcomesEs = {
  title: 'Resultados',
  lead: 'Lo que salió de tus contactos. Cada moneda por su lado: Aforo no convierte.',
  kind: { meeting: 'Reunión', proposal: 'Propuesta', closed: 'Negocio cerrado', referral: 'Recomendación' },
  nobody: 'Sin nombre',
  noAmount: 'Sin monto',
  field: {
    kind: 'Qué salió',
    amount: 'Monto',
    currency: 'Moneda',
    on: 'Fecha',
    note: 'Nota',
    lostOn: 'Fecha',
    credits: 'Créditos',
    share: 'Parte',
  },
  add: {
    title: '¿Qué salió de esto?',
    save: 'Guardar resultado',
    amountHint: 'Una reunión o una recomendación puede no tener monto.',
  },
  ofContact: 'Resultados',
  open: {
    title: 'Propuestas abiertas',
    none: 'No hay propuestas abiertas.',
    close: 'Se cerró',
    closeSave: 'Guardar como cerrado',
    lost: 'No se dio',
    others: (count: number) => `Y ${n(count, 'más', 'más', 'de más')}.`,
  },
  past: {
    title: 'Lo que ya fue',
    closed: 'Negocios cerrados',
    noneClosed: 'Todavía no hay negocios cerrados.',
    none: 'Todavía no hay nada.',
    lostOn: (on: string) => `No se dio, el ${on}`,
    closedOn: (on: string) => `Se cerró el ${on}`,
    reopen: 'Volver a abrir',
  },
  total: (money: string, count: number) => `${money} · ${n(count, 'resultado', 'resultados')}`,
  one: {
    edit: 'Corregir',
    credits: '¿A quién se le debe?',
    creditsLead: 'En porcentajes que sumen 100. Al evento donde se conocieron, a quien les presentó, o a nadie.',
    toEvent: (event: string) => `Al evento ${event}`,
    toContact: (name: string) => `A ${name}, que les presentó`,
    toContactOther: (name: string) => `A ${name}`,
    toNobody: 'A nadie: se conocieron en otro lado',
    toErased: 'A alguien que les presentó y que borraste',
    goneEvent: 'que ya no está en tu calendario',
    goes: (money: string) => `Le tocan ${money}`,
    saveCredits: 'Guardar el reparto',
    closes: 'Cierra esta propuesta',
    remove: 'Borrar',
    removeConfirm: '¿Borrar este resultado?',
    removeWhat: 'Sale de tus totales. Si cerraba una propuesta, la propuesta vuelve a estar abierta.',
    keep: 'No, conservar',
  },
}
