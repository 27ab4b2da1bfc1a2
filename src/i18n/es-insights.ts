/** Spanish of Mexico for what the hours brought: the insights, the rows behind each figure. */
import { counted } from './plural.ts'

const n = (count: number, one: string, other: string, many = `de ${other}`) =>
  counted('es-MX', count, { one, other, many })

export const insightsEs = {
  title: 'Balance',
  lead: 'En qué se fueron tus horas de networking y qué salió de ellas. Cada cifra abre los renglones de los que está hecha.',
  numbers: 'Ver los números',
  untitled: '(sin nombre)',

  period: {
    title: 'Periodo',
    preset: { weeks: '13 semanas', quarter: 'Este trimestre', last_quarter: 'Trimestre pasado', year: 'Este año' },
    from: 'Desde',
    to: 'Hasta',
    show: 'Ver ese periodo',
    is: (from: string, to: string) => `Del ${from} al ${to}.`,
    fault: {
      not_a_day: 'Escribe dos fechas que existan.',
      backwards: 'La primera fecha es posterior a la última.',
      too_long: 'Son más de dos años: elige un periodo más corto.',
    },
    /** After one of the above. */
    instead: 'Mientras tanto se ven las últimas 13 semanas.',
  },

  hours: {
    title: 'Tus horas contra tu tope',
    sum: (spent: string, cap: string) => `Usaste ${spent} de ${cap}.`,
    over: (count: number) => `${n(count, 'semana se pasó', 'semanas se pasaron', 'de semanas se pasaron')} del tope.`,
    none: 'En este periodo no fuiste a ningún evento, así que no hay horas que mostrar.',
    chart: 'Horas de cada semana; la línea es el tope',
    most: (week: string, spent: string) => `La semana con más horas fue la del ${week}, con ${spent}.`,
    week: 'Semana del',
    spent: 'Horas',
    cap: 'Tope',
  },

  verdicts: {
    title: 'Lo que te dijimos y lo que hiciste',
    none: 'En este periodo todavía no pasa ningún evento del que te hayamos dicho algo.',
    attend: 'Te dijimos que fueras',
    skip: 'Te dijimos que lo dejaras pasar',
    kept: { attendKept: 'y fuiste', attendNotKept: 'y no fuiste', skipKept: 'y no fuiste', skipNotKept: 'y fuiste' },
    share: (percent: string) => `Seguiste el ${percent} de lo que te dijimos.`,
  },

  followUps: {
    title: 'Seguimientos cerrados en dos días',
    none: 'En este periodo no hay seguimientos que contar.',
    share: (percent: string, count: number) => `A tiempo: ${percent} de ${n(count, 'seguimiento', 'seguimientos')}.`,
    hint: 'Los que siguen dentro de sus dos días no cuentan todavía.',
    how: { inTime: 'Cerrados a tiempo', late: 'Cerrados después', open: 'Sin cerrar' },
  },

  funnel: {
    title: 'De conocidos a clientes',
    none: 'En este periodo no anotaste a nadie nuevo.',
    lead: 'De las personas que conociste en el periodo, cuántas llegaron por lo menos hasta ahí.',
    chart: 'De conocidos a clientes, en personas',
    step: { new: 'Conocidos', in_touch: 'En contacto', meeting: 'Reunión', proposal: 'Propuesta', client: 'Clientes' },
    people: 'Personas',
    share: 'Del total',
    stage: 'Etapa',
    told: (step: string, people: string) => `${step}: ${people}.`,
  },

  returns: {
    title: 'Lo que te dejaron',
    by: {
      organiser: 'Por organizador',
      kind: 'Por tipo',
      series: 'Por serie',
      quarter: 'Por trimestre',
      event: 'Por evento',
    },
    nav: 'Cómo agruparlo',
    none: 'En este periodo no fuiste a ningún evento, así que no hay retorno que mostrar.',
    noRate: 'Sin el valor de tu hora no se puede decir cuánto te costaron.',
    noRateLink: 'Decir cuánto vale mi hora',
    nothingClosed: 'Todavía no hay negocio cerrado de estos eventos. El negocio suele tardar meses en llegar.',
    hours: 'Horas',
    events: 'Eventos',
    cost: 'Costo',
    closed: 'Cerrado',
    net: 'Neto',
    netHint: 'Lo cerrado menos el costo; el costo abre sus propios renglones.',
    perHour: 'Por hora',
    range: 'Rango',
    deals: 'Negocios',
    pipeline: 'Por cerrar',
    attended: (count: number) => n(count, 'evento', 'eventos'),
    closedOnes: (count: number) => n(count, 'negocio cerrado', 'negocios cerrados'),
    perHourOf: (mean: string) => `${mean} por hora`,
    between: (low: string, high: string) => `de ${low} a ${high}`,
    rangeHint:
      'El rango dice entre cuánto y cuánto es probable que ande a la larga, 8 de cada 10 veces: con pocos negocios es ancho.',
    thin: 'Un solo evento: todavía dice poco.',
    noDeal: 'Todavía sin negocio cerrado.',
    bars: 'Cerrado por hora, con su rango',
    table: 'Todas las cifras',
    other: (currency: string) =>
      `Los costos y el retorno por hora van en ${currency}; lo demás queda en su moneda, sin convertir.`,
    /** Money that none of these events brought. */
    aside: { otherEvents: 'De eventos de otros periodos', elsewhere: 'De ningún evento' },
    asideHint: {
      otherEvents: 'Es de este periodo, y salió de eventos a los que fuiste en otros.',
      elsewhere: 'Es de este periodo, y se le debe a quien les presentó, o a nadie.',
    },
    more: (count: number) => `y ${n(count, 'más', 'más', 'más')}: están en el CSV.`,
    csv: 'Descargar en CSV',
    name: {
      organiser: 'Organizador',
      kind: 'Tipo',
      series: 'Serie',
      quarter: 'Trimestre',
      event: 'Evento',
    },
    quarter: (quarter: string, year: string) => `Trimestre ${quarter} de ${year}`,
  },

  pipeline: {
    title: 'Por cerrar',
    lead: 'Propuestas abiertas que salieron de estos eventos. No son negocio todavía, y ninguna moneda se convierte.',
    none: 'De estos eventos no hay propuestas abiertas.',
    line: (money: string, count: number) => `${money} · ${n(count, 'propuesta', 'propuestas')}`,
  },

  learned: {
    title: 'Lo que hemos aprendido',
    lead: 'Puntos por cada hora ocupada, de toda tu historia: lo que entra en el valor de los siguientes eventos.',
    none: 'Todavía nada: hace falta que hayas ido a algún evento en una semana anterior.',
    all: 'Todos tus eventos',
    kinds: 'Por tipo de evento',
    organisers: 'Por organizador',
    perHour: 'Puntos por hora',
    perHourOf: (points: string) => `${points} por hora`,
    range: 'Rango',
    count: 'Eventos',
    who: 'De quién',
    pointsPerHour: (points: string, count: number) =>
      `${points} por hora, de ${n(count, 'evento', 'eventos', 'de eventos')}.`,
    thin: 'Poco conocido: casi todo es lo que dejan los de su tipo.',
    thinHint: (share: string) =>
      `De quienes conoces poco, la cifra es sobre todo la de su tipo. Hasta el ${share} de tus horas se va en probarlos; esos eventos lo dicen en su valor.`,
    valueLink: 'Cómo se calcula el valor',
  },

  oneMoreHour: {
    title: 'Una hora más a la semana',
    points: (points: string) => `Con una hora más de tope, el plan de estas semanas sumaría ${points} más.`,
    nothing: 'Con una hora más de tope, el plan de estas semanas no ganaría nada.',
    money: (money: string) => `Son unos ${money}, si las horas te siguen dejando lo que hasta ahora`,
    moneyRange: (low: string, high: string, count: number) =>
      `(de ${low} a ${high}, por ${n(count, 'negocio cerrado', 'negocios cerrados')}).`,
    noMoney: 'En dinero todavía no se puede decir: falta un negocio cerrado de alguno de tus eventos.',
    noPlan: 'En dinero no se puede decir mientras no haya nada en el plan de esta semana.',
    link: 'Probar otro tope',
  },

  rows: {
    back: 'Volver al balance',
    none: 'No hay renglones.',
    figure: {
      hours: 'Eventos a los que fuiste',
      verdicts: 'Lo que te dijimos y lo que hiciste',
      follow_ups: 'Seguimientos',
      funnel: 'De conocidos a clientes',
      events: 'Eventos a los que fuiste',
      closed: 'Negocio cerrado',
      pipeline: 'Propuestas abiertas',
      learned: 'De qué eventos lo aprendimos',
      one_more_hour: 'Negocio cerrado de todos tus eventos',
    },
    ofWeek: (week: string) => `Semana del ${week}`,
    always: 'De toda tu historia.',
    sum: (sum: string) => `En total: ${sum}`,
    count: (count: number) => n(count, 'renglón', 'renglones'),
    erased: (count: number) =>
      `Y ${n(count, 'persona que borraste: cuenta, sin nombre', 'personas que borraste: cuentan, sin nombre')}.`,
    charge: (total: string) => `${total} de tu semana`,
    ticket: (money: string) => `boleto: ${money}`,
    cost: (money: string) => `costo: ${money}`,
    part: (money: string) => `Aquí cuentan ${money}`,
    metOn: (on: string) => `Se conocieron el ${on}`,
    closedOn: (on: string) => `Cerrado el ${on}`,
    gone: '(ya no está)',
  },
}
