/**
 * Cities by the names that people and maps write, the large ones of Mexico and Latin America and a few that people travel to from there: a choice of
 * ours from public facts, not a complete list. Municipalities that have grown together count as their city; for Mexico these are the metropolitan
 * areas that the federal statistics office delimits with CONAPO and SEDATU (Metrópolis de México 2020), their large municipalities alone.
 *
 * Of names that several cities bear (León, Mérida, Córdoba, Santiago) the one listed is meant: who reads this asks, it never decides.
 */
const CITIES = `
Ciudad de México: CDMX, DF, D F, México DF, México D F, Mexico City, Distrito Federal, Azcapotzalco, Coyoacán, Cuajimalpa, Cuajimalpa de Morelos, Gustavo A Madero, Iztacalco, Iztapalapa, Tláhuac, Tlalpan, Xochimilco, Naucalpan, Naucalpan de Juárez, Tlalnepantla, Tlalnepantla de Baz, Huixquilucan, Interlomas, Atizapán de Zaragoza, Cuautitlán Izcalli, Ecatepec, Ecatepec de Morelos, Nezahualcóyotl, Ciudad Satélite
Guadalajara: Zapopan, Tlaquepaque, San Pedro Tlaquepaque, Tonalá, Tlajomulco, Tlajomulco de Zúñiga
Monterrey: San Pedro Garza García, San Nicolás de los Garza, Apodaca, General Escobedo
Puebla: Puebla de Zaragoza, Heroica Puebla de Zaragoza, San Andrés Cholula, San Pedro Cholula, Cholula
Toluca: Toluca de Lerdo, Metepec
Tijuana
León: León de los Aldama, León Guanajuato
Querétaro: Santiago de Querétaro, El Marqués, Juriquilla
Ciudad Juárez
Torreón: Gómez Palacio
Mérida: Mérida Yucatán
San Luis Potosí
Aguascalientes
Mexicali
Cuernavaca: Jiutepec
Chihuahua
Saltillo
Hermosillo
Culiacán: Culiacán Rosales
Morelia
Veracruz: Boca del Río
Villahermosa
Cancún
Playa del Carmen
Tuxtla Gutiérrez
Xalapa: Jalapa
Oaxaca: Oaxaca de Juárez
Acapulco: Acapulco de Juárez
Tampico: Ciudad Madero
Reynosa
Durango: Victoria de Durango
Celaya
Irapuato
Guanajuato
San Miguel de Allende
Pachuca: Pachuca de Soto
Tlaxcala
Mazatlán
Los Cabos: San José del Cabo, Cabo San Lucas
La Paz
Puerto Vallarta
Tepic
Colima
Zacatecas
Campeche
Nuevo Laredo
Matamoros
Ensenada
Bogotá: Bogotá DC, Bogotá D C, Santa Fe de Bogotá
Medellín: Envigado, Itagüí
Cali: Santiago de Cali
Barranquilla
Cartagena: Cartagena de Indias
Bucaramanga
Pereira
Lima: Miraflores Lima, San Isidro Lima
Arequipa
Trujillo
Cusco: Cuzco
Santiago: Santiago de Chile, Providencia Santiago, Las Condes
Valparaíso: Viña del Mar
Concepción
Antofagasta
Buenos Aires: CABA, Ciudad Autónoma de Buenos Aires, Capital Federal
Córdoba
Rosario
Mendoza
La Plata
Montevideo
Punta del Este
Asunción
Santa Cruz de la Sierra
Cochabamba
Quito
Guayaquil
Cuenca
Caracas
Maracaibo
Ciudad de Guatemala: Guatemala City
San Salvador
Tegucigalpa
San Pedro Sula
Managua
San José de Costa Rica: San José Costa Rica, Costa Rica
Ciudad de Panamá: Panama City
Santo Domingo
Santiago de los Caballeros
San Juan de Puerto Rico: San Juan Puerto Rico, Puerto Rico
La Habana: Havana
São Paulo: Sao Paulo
Rio de Janeiro: Río de Janeiro
Belo Horizonte
Brasília
Curitiba
Porto Alegre
Florianópolis
Recife
Salvador de Bahía
Fortaleza
Miami: Coral Gables, Miami Beach
Houston
Dallas
Austin
San Antonio
Los Angeles
San Diego
San Francisco
Las Vegas
Phoenix
Denver
Chicago
Atlanta
New York: Nueva York, New York City, NYC, Manhattan
Washington: Washington DC, Washington D C
Toronto
Madrid
Barcelona
`
/** Of a state, province or country behind a city without a comma: "Monterrey N.L.", "Miami FL". */
const REGIONS = new Set(
  `n l;nl;nuevo leon;jal;jalisco;qro;pue;gto;yuc;yucatan;b c;bc;baja california;q roo;quintana roo;edo mex;edo de mex;edomex;mex;mexico;
chih;coah;coahuila;son;sonora;sin;sinaloa;mich;michoacan;ver;tab;tabasco;chis;chiapas;oax;gro;guerrero;tamps;tamaulipas;dgo;hgo;hidalgo;mor;morelos;
slp;s l p;ags;nay;nayarit;col;zac;camp;tlax;colombia;peru;chile;argentina;uruguay;ecuador;guatemala;brasil;brazil;espana;spain;usa;ee uu;eeuu;tx;fl;ca;ny;il;ga;nv`
    .split(';')
    .map((region) => region.trim()),
)
/** Venues that bear the city's name as a rule: "Expo Guadalajara", "Tec de Monterrey, campus Querétaro". */
const VENUE = /(?:^| )(?:expo|campus|wtc|world trade center|centro de convenciones(?: de)?) (.+)$/

const byName: ReadonlyMap<string, string> = new Map(
  CITIES.trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', others = ''] = line.split(':')
      const names = [name, ...others.split(',')].map(plainName).filter((one) => one !== '')
      return names.map((one): [string, string] => [one, name])
    }),
)

/**
 * The city that the text of a place names, from its last part to its first, as an address is written: a part counts only if it is a city's name and
 * nothing else, postal codes and a state's short name apart, so that no street or hotel (Av. Monterrey, Café La Habana) is taken for one.
 * @returns as the table writes it; null where no city is named or none that is known
 */
export function cityOf(location: string): string | null {
  const parts = location.slice(0, 1_000).split(/[,;\n|()·•/]| - | – /)
  for (const part of parts.reverse()) {
    const name = plainName(part)
    const found = byName.get(name) ?? byName.get(withoutRegion(name)) ?? byName.get(VENUE.exec(name)?.[1] ?? '')
    if (found !== undefined) return found
  }
  return null
}

/** The city of an IANA zone's name, which is one of many that keep its time. */
export function cityOfZone(timeZone: string): string | null {
  return byName.get(plainName(timeZone.split('/').at(-1) ?? '')) ?? null
}

function withoutRegion(name: string): string {
  const words = name.split(' ')
  for (const length of [3, 2, 1]) {
    if (words.length > length && REGIONS.has(words.slice(-length).join(' '))) return words.slice(0, -length).join(' ')
  }
  return name
}

/** Words alone in lower case, without accents and postal codes. A shorter number stays: half the streets of a city are named after others (Colima 161). */
function plainName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
    .replace(/^(?:c p |cp )?\d{4,6} /, '')
    .replace(/ (?:c p |cp )?\d{5,6}$/, '')
}
