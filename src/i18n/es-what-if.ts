/** Spanish of Mexico for the week at another cap. */
export const whatIfEs = {
  title: '¿Y con otro tope?',
  oneMoreHour: (points: string) => `Una hora más en esta semana te daría ${points}.`,
  oneMoreHourNothing: 'Una hora más no le daría nada a esta semana.',
  flat: (hours: string) => `De 0 a ${hours}, ningún tope cambia lo que elegimos en esta semana.`,
  cap: 'Tope',
  show: 'Ver ese tope',
  at: (cap: string) => `Con un tope de ${cap}`,
  /** Where the cap is 0. */
  atOff: 'Con la semana libre',
  charged: (hours: string, points: string) => `Ocuparías ${hours}; lo elegido sumaría ${points}.`,
  /** Where what stands already is more than that cap. */
  over: (hours: string) => `Lo ya comprometido o por confirmar se pasaría por ${hours}.`,
  gain: (points: string) => `Ganarías ${points}.`,
  loss: (points: string) => `Perderías ${points}.`,
  same: 'No entraría ni saldría nada.',
  even: 'Valdría lo mismo.',
  otherWeek: 'de otra semana',
  enter: 'Entrarían',
  leave: 'Saldrían',
  use: (cap: string) => `Usar ${cap} en esta semana`,
  useOff: 'Tomar la semana libre',
  curve: 'Lo que suma lo elegido según el tope de la semana',
  /** What the points of the curve leave out. */
  curveHint: 'Solo suma lo que elegimos para ti; tus compromisos no cambian con el tope.',
  curveNow: (cap: string, points: string) => `Con tu tope de ${cap} suma ${points}.`,
  /** Where the cap is 0. */
  curveOff: (points: string) => `En tu semana libre suma ${points}.`,
  curveAt: (cap: string, points: string) => `Con ${cap} sumaría ${points}.`,
  now: (cap: string) => `Hoy: ${cap}`,
  chosen: (cap: string) => `Aquí: ${cap}`,
  axes: 'Puntos según las horas de tope',
  numbers: 'Ver los números',
  from: 'Tope desde',
  points: 'Puntos',
  hours: 'Horas ocupadas',
}
