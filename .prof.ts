import { choose } from './src/choosing/choose.ts'
import { aHorizon, EQUAL, FIVE_LENGTHS } from './test/choosing/instances.ts'
const n = Number(process.argv[2]), runs = Number(process.argv[3])
const ps = Array.from({length:20},(_,i)=>aHorizon({seed:500+i,candidates:n,lengths:i%2?EQUAL:FIVE_LENGTHS}))
for (let k=0;k<30;k++) for (const p of ps) choose(p)
const t=process.cpuUsage(); const m0=process.memoryUsage().heapUsed
for (let k=0;k<runs;k++) for (const p of ps) choose(p)
const u=process.cpuUsage(t); console.log(n,'us per choose',((u.user+u.system)/runs/20).toFixed(1))
