import { simulateTown } from '/work/main/test/simulation/simulate.ts'

const [seed = 1, town = 0, people = 5, weeks = 3, faults = 0.1] = process.argv.slice(2).map(Number)
const t0 = performance.now()
const r = await simulateTown({ seed, town, people, weeks, faults })
const { breaches, ...rest } = r
console.log(JSON.stringify(rest, null, 1))
for (const b of breaches.slice(0, 25)) console.log(new Date(b.at).toISOString(), 'p' + b.person, 'rule', b.rule, b.what)
console.log('cpu', process.cpuUsage().user / 1e6, 'pw/cpu-s', r.personWeeks / (process.cpuUsage().user / 1e6))
console.log(breaches.length, 'breaches', r.personWeeks / ((performance.now() - t0) / 1000), 'pw/s')
