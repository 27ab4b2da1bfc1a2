/**
 * What columns of contacts are called: the API's own names, what people type, and what address books write. Google's layouts of before and after
 * 2024, Outlook's and LinkedIn's are among them, in English and in Spanish, as their exports have them.
 */

export type Field =
  | 'name' // all of it; beside a column of surnames often the given name alone
  | 'given'
  | 'middle'
  | 'surname'
  | 'company'
  | 'role'
  | 'title' // what somebody is, or how they are addressed: "Director", "Ing."
  | 'emails'
  | 'phones'
  | 'urls'
  | 'note'
  | 'stage'
  | 'everyDays'
  | 'nextStep'
  | 'nextStepOn'
  | 'again' // what address books fill out of the name and the addresses
  | 'left' // written for the reader, and never read back

/** A column of a file: its title as it is written; null for a field of which we have no word. */
export interface Column {
  title: string
  field: Field | null
  /** Values, `folded`, that an export puts there on its own; whatever else stands there was said of the person. */
  noise: ReadonlySet<string>
}

/** As `folded` has them, without the numbers of several: "E-mail 2 - Value" is "e mail value". */
const TITLES: Readonly<Record<Field, string>> = {
  name: `name, full name, display name, contact name, nombre, nombre completo, nombre y apellido, nombre y apellidos,
    nombre del contacto, nombre de contacto`,
  given: 'first name, given name, forename, nombres, nombre s, primer nombre, nombre de pila',
  middle: 'middle name, additional name, segundo nombre, otros nombres',
  surname: `last name, family name, surname, apellido, apellidos, apellido s, apellido paterno, apellido materno, primer apellido,
    segundo apellido`,
  company: `company, company name, organization, organization name, organisation, organisation name, empresa, nombre de la empresa,
    compania, nombre de la compania, organizacion, nombre de la organizacion, organizacion nombre`,
  role: `role, job title, position, organization title, organisation title, puesto, puesto de trabajo, cargo,
    puesto de la organizacion, cargo de la organizacion, titulo de la organizacion, organizacion puesto, organizacion cargo`,
  title: 'title',
  emails: `emails, email, e mail, e mails, mail, e mail address, email address, e mail value, email value, work email, personal email,
    correo, correos, correo electronico, correos electronicos, correo electronico valor, direccion de correo electronico,
    direccion de correo, direccion de e mail, correo del trabajo, correo de trabajo, correo personal`,
  phones: `phones, phone, phone number, phone value, telephone, tel, mobile, mobile phone, mobile number, cell, cell phone, cellphone,
    business phone, work phone, office phone, home phone, other phone, primary phone, main phone, car phone, company main phone,
    telefono, telefonos, telefono valor, numero de telefono, telefono movil, telefono celular, celular, celulares, numero de celular,
    movil, telefono del trabajo, telefono de trabajo, telefono trabajo, telefono de la oficina, telefono de oficina,
    telefono particular, telefono de casa, telefono casa, telefono fijo, otro telefono, telefono principal, telefono primario,
    telefono del automovil, telefono principal de la organizacion, telefono principal de la compania,
    telefono principal de la empresa, whatsapp`,
  urls: `urls, url, website, web site, web page, personal web page, business web page, website value, linkedin, sitio web,
    sitio web valor, pagina web, pagina web personal`,
  note: 'note, notes, nota, notas',
  stage: 'stage',
  everyDays: 'everydays',
  nextStep: 'nextstep',
  nextStepOn: 'nextstepon',
  again: `file as, archivar como, e mail display name, nombre para mostrar de correo electronico,
    nombre de pantalla de correo electronico`,
  left: 'metat, meton, initials, iniciales',
}

const NOISE: readonly { titles: string; values: string }[] = [
  {
    // Which of somebody's phones one is; "" is Google's asterisk, "smtp" and "ex" are Outlook's.
    titles: `e mail label, e mail type, phone label, phone type, website label, website type, organization type,
      correo electronico etiqueta, telefono etiqueta, sitio web etiqueta, tipo de correo electronico`,
    values: `, home, work, mobile, main, other, homepage, home page, profile, smtp, ex, casa, domicilio, particular, trabajo, movil,
      celular, principal, otro, otra, perfil`,
  },
  {
    titles: 'labels, group membership, etiquetas, pertenencia a grupos',
    values: 'mycontacts, my contacts, mis contactos',
  },
  {
    titles: `gender, priority, private, sensitivity, birthday, anniversary, sexo, genero, prioridad, privado, confidencialidad,
      cumpleanos, aniversario`,
    values: 'unspecified, normal, false, 0 0 00, sin especificar, no especificado, falso',
  },
]
const NONE: ReadonlySet<string> = new Set()

const fields = new Map(
  (Object.keys(TITLES) as Field[]).flatMap((field) => wordsOf(TITLES[field]).map((title) => [title, field] as const)),
)
const noises = new Map(
  NOISE.flatMap(({ titles, values }) => {
    const noise: ReadonlySet<string> = new Set(wordsOf(values))
    return wordsOf(titles).map((title) => [title, noise] as const)
  }),
)

export function columnsOf(titles: readonly string[]): Column[] {
  // Each title once: a line of nothing but commas has half a million of them.
  const known = new Map([...new Set(titles)].map((title) => [title, columnOf(title)]))
  const columns = titles.flatMap((title) => known.get(title) ?? [])
  // Beside a column for the role, a title is what stands before a name.
  const title = columns.some(({ field }) => field === 'role') ? null : 'role'
  return columns.map((column) => (column.field === 'title' ? { ...column, field: title } : column))
}

function columnOf(written: string): Column {
  const title = plain(written)
  return { title: written.trim(), field: fields.get(title) ?? null, noise: noises.get(title) ?? NONE }
}

/** Without the numbers by which several columns of one kind are told apart. */
function plain(title: string): string {
  return folded(folded(title).replace(/\d+/g, ' '))
}

/** Without case, accents and signs. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function wordsOf(list: string): string[] {
  return list.split(',').map((word) => word.trim())
}
