/**
 * Words of the rest of life: at the office, with a client, at home, at school, on the way. Beside a word of meeting they say that
 * it is something else; alone they say which kind of other event it is. How entries are written: lexicon.ts.
 */
export const ELSEWHERE_WORDS = {
  /** those inside one company */
  staff: `
    equipo, team, teams, staff, colaboradores, colaboradoras, empleados, employees, internal, interno, interna,
    internos, internas, all hands, town hall, townhall, offsite, off site, onboarding, induccion, buddy, donut,
    coffee bot, coffeebot, new hire, new hires, newcomers, rh, recursos humanos, people ops, people team,
    human resources, departamento, depto, almacen, gerencia, fuerza de ventas, sales team, ventas internas,
    sales kickoff, sko, company, compania, corporate, companeros, coworkers, colleagues only, staff only, solo staff,
    solo personal, plus ones, plus one, antiguedad, reconocimientos, aniversario de la empresa, company wide,
    teammates, team building, practice group, everyone at, toda la empresa, office party, nuestra gente, personal de,
    para colaboradores, para empleados, new joiner*, anniversary lunch, secret santa, amigo secreto,
    intercambio de regalos, potluck, culture committee, social committee, kaizen, mejora continua, leadership team,
    jefes, supervisores, regional team, cross team, skip level, despedida de, farewell, personal del, comedor,
    agents only, our agents, mayordomos, cuadrillas, empaque, guardia, guardias, corte con, interns, supervisor,
    plantilla, all staff, staff meeting, staff lunch, staff party, crew, the crew, foremen, nuestro equipo, our team,
    office lunch, office happy hour, practica interna, ops team, dev team, squad, tribe, chapter lead,
    dia del empleado, employee appreciation, service awards, holiday lunch, pizza para el equipo,
    cumpleaneros del mes, cumpleaneros, baby shower de oficina
  `,
  /** phrases by which a company speaks to itself */
  sameHouse: `
    for our, solo para nuestr*, para nuestr*, our people, our agents, other departments, otros departamentos,
    departments, entre oficinas, entre sucursales, between offices, slack, por slack, reps only, managers only,
    reps and managers, obligatoria, mandatory, gerentes regionales, regional managers, fuerza de ventas, propia,
    propios, distribuidores propios, franquicias de la marca, de la marca, exclusivo franquicias, metas del ano,
    metas, lanzamientos y metas, targets, quota, last day, ultimo dia de, ascenso, promotion, jubilacion, retirement,
    white elephant, headcount, new associate, interns, cohort, ceo update, exec update, leadership update,
    welcome lunch, bienvenida al equipo, team dinner, team outing, team lunch, team bbq, team happy hour,
    cena de equipo, comida de equipo, comida del equipo, mi equipo, my team, our office, our floor,
    folks and families, y sus familias, spouses, plus one, parejas invitadas, year end party, holiday party,
    fiesta de fin de ano, comida de fin de ano, posada de la empresa, posada oficina, posada interna,
    brindis interno, brindis con el equipo, dia de integracion, en la planta, en la oficina, at the office,
    conference room party, company picnic, company retreat, retiro de equipo, hackathon interno, internal hackathon,
    expo interna, feria interna, feria de salud interna, wellness fair employees, benefits fair, open enrollment,
    coffee with the ceo, cafe con el director, cafe con la directora, lunch with leadership, buddy lunch,
    mentor program, programa de mentores interno, ergs, erg, employee resource group, red de mujeres interna,
    grupo de afinidad, voluntariado corporativo, torneo interno, torneo interareas, interareas, olimpiada interna,
    carrera de la empresa, donut, gerentes de tienda, gerentes de sucursal, store managers, premiacion interna,
    product team, engineering team, sales team, marketing team, finance team, customer success, equipo comercial,
    puro equipo, nuestro equipo, kahoot, amigo invisible, amigo secreto, intercambio de regalos, compensation,
    succession, partners only, firm partners, cada gerente, presupuesto anual, resultados del ano, employees,
    colaboradores y, personal y, un acompanante, turno del mes, empleado del mes, employee of, area de, del area,
    departamento de, oficina cdmx, office cdmx, day off site, company offsite, retreat, all company, new agents,
    nuevos ingresos, becarios, practicantes
  `,
  /** fun with a price or a costume */
  leisure: `
    trivia, karaoke, poesia, poetry, dj, dj set, live music, musica en vivo, musica, band, banda, compras, shopping,
    artesanias, family friendly, todas las edades, all ages, kids welcome, disfrazado, disfraces, costume, costumes,
    por persona, per person, 2x1, ladies night, drag, drag brunch, flight of, wine flight, maridaje, degustacion,
    curiosos, ice cream, ice cream social, storytime, cuentacuentos, haunted, pumpkin, tree lighting, bunny,
    egg hunt, fun run, 5k, 10k, charity run, cleanup, beach cleanup, limpieza de playa, adopt, adopcion, blood drive,
    craft fair, swap meet, garage sale, estate sale, mixology class, cooking class, paint, sip and paint, open play,
    drop in, all levels, todos los niveles, beginners welcome, nivel intermedio, catan, ludoteca, anfiteatro, fiesta,
    baile, rave, festival, food trucks, parade, carnival, picnic familiar, park day, botargas, show infantil, magia,
    literaria, literario, literatura, lectura, capitulos, harry potter, swifties, taylor, kpop, astronomia,
    stargazing, birdwatching, gardening, plant swap, record store, vinyl, cine debate, cineclub, proyeccion,
    promocion, promociones, descuento, descuentos, rebajas, preventa, taquilla, cover, tarros, menu de degustacion,
    tasting menu, courses, dietary, swimsuit, merch, autographs, potluck, friendsgiving, senderistas, senderismo,
    lonche, ruta, estambre, crochet, meditation, meditacion, sound healing, breathwork, photos with, hot cider,
    makers market, venta de plantas, venta al publico, abierta al publico, kids free, ninos gratis, menores,
    trueque de libros, intercambio de libros, lectores, cup, videojuego, arena, retro, clasicos
  `,
  /** the weekly rounds of work */
  workRhythm: `
    standup, stand up, daily, scrum, sprint, retro, retrospective, retrospectiva, planning, planeacion, backlog,
    refinement, grooming, huddle, sync, weekly, semanal, biweekly, quincenal, status, kpi*, okr*, metricas, metrics,
    pipeline, forecast, roadmap, review, revision, avance, avances, seguimiento, check in, checkin, catch up,
    catchup, one on one, 1to1 with, touch base, touchpoint, kickoff, kick off, arranque, postmortem, handoff,
    entrega, junta, juntas, meeting, mtg, cierre de mes, month end, budget, presupuesto, blockers, pendientes,
    next steps, minuta, agenda del dia, orden del dia, working session, sesion de trabajo, alignment, alineacion,
    walkthrough, war room, triage, deploy, release, incidencias, design review, code review, brainstorm,
    lluvia de ideas, prep call, montaje
  `,
  /** those who run an association */
  board: `
    comite, comites, committee, comision, comisiones, consejo, consejo directivo, consejeros, board, board meeting,
    board of directors, mesa directiva, directiva, asamblea, sesion ordinaria, sesion extraordinaria, sesion de,
    quorum, dictamen, asuntos generales, steering, subcommittee, bylaws, estatutos, agm, trustees,
    executive committee, patronato, junta directiva, votacion, actas, presidentes de, comision de, task force, pleno,
    plenaria, sesion solemne, junta de consejo, reunion de consejo, junta de mesa, council meeting, city council,
    cabildo, grupo de trabajo, working group, lideres de capitulo, leadership team, leadership training,
    agenda item*, rendicion de cuentas, informe anual, treasurer, tesorero, tesoreria, eleccion, elections,
    comite organizador, organizing committee, planning committee, volunteer committee, junta previa
  `,
  /** work for somebody who pays */
  client: `
    cliente, client, clients, propuesta, proposal, proyecto, project, contrato, contract, sow, facturacion, factura,
    invoice, cobranza, cobrar, cobro, renovacion, renewal, pedido, pedidos, precios, precio, pricing, iguala,
    retainer, auditoria, audit, fieldwork, campana, campaign, deliverable*, entregable*, qbr, account review,
    plan de medios, briefing, brief, visita de cliente, site visit, visita a obra, uat, go live, implementacion,
    implementation, negociacion, negotiation, firma de contrato, signing, escritura, tax plan, tax planning,
    return review, requirements, requerimientos, levantamiento, alcance, change request*, presentacion de resultados,
    garantia, reclamo, orden de compra, licitacion, inventario, condiciones de pago, onboarding cliente,
    pedido cerrado, parcialidad, anticipo, fianza, trae orden, calibres, visita comprador, ajuste, offer strategy,
    showing, walk thru, walkthrough, inspection, inspeccion, listing, furnace, instalacion, levantamiento en sitio,
    mediation, deposition, hearing, audiencia, juzgado, court, trial prep, closing documents, will signing, estimate,
    expediente, amparo, planos, avance de obra, acta constitutiva, poder notarial, estados financieros,
    cierre de venta, muestrario, onboarding call, statement of work, revision de contrato, firma de, mantenimiento a,
    servicio a, entrega a, entrega de, sign off, proof, headcount, deposit, swatches, wedding menu, firma del,
    piloto, lista de precios, revision de, estrategia fiscal, auditoria de, anticipo y, cantidades, embarque,
    final walk, punch list, change order
  `,
  /** somebody who sells to the person */
  vendor: `
    demo, demos, demostracion, cotizacion, cotizar, quote, quotation, pitch call, book a demo, product tour,
    our platform, our product, our solution, love to show, show you, # min, quick call, quick chat, erp, sdr, bdr,
    account executive, prueba gratuita, upgrade, asesor, asesoria, advisor, agente de, promocion, licencias,
    licensing, leasing, vendedor, representante de, planes y precios, presentacion de producto, presupuesto de,
    coberturas, deducibles, tu empresa puede, reduce costos, increase revenue, boost, generate leads, generar leads,
    your pipeline, plan de ahorro, le presento nuestro, nuestro asesor, nuestros, nuestra solucion, demo de,
    demo call, product demo, our team will show, le mostrara, afores, creditos, tarjetas de, planes de, paquetes,
    quick intro to our, renewals, sales rep, merchant services, seo services, te ofrecemos, we help,
    ayudamos a empresas, solucion de, free audit, consultation, diagnostico gratuito, plan empresarial,
    beneficios y tarifas, tarifas, your account manager, account manager, lead generation, generation service,
    for local businesses, our service, our services, nuestros servicios, propuesta economica, forma de pago,
    formas de pago, pricing and, reseller, margins, become a, suscripcion anual, membresia club
  `,
  /** hiring, press */
  interview: `
    entrevista, entrevistas, interview, interviews, candidato, candidata, candidate, vacante, reclutamiento,
    recruiter, recruiting, recruitment, scorecard, hiring manager, phone screen, screening, panel interview, debrief,
    final round, headhunter, prensa, podcast, reportero, al aire, headhunting, job offer, oferta laboral,
    practicante, becario, job interview, 1st interview, 2nd interview, segunda entrevista, primera entrevista,
    cuadro de, media interview, reporter, periodista, podcast recording, grabar podcast, grabacion podcast,
    practicantes, reference check, offer call, vacante de, role, job, reclutadora, salida, entrevista de,
    recruiter call
  `,
  /** teaching */
  course: `
    curso, cursos, course, courses, clase, clases, class, classes, taller, workshop, diplomado, maestria, seminario,
    seminar, capacitacion, training, leccion, lesson, lessons, tutoria, tutoring, tutor, modulo, module, examen,
    exam, exams, parcial, certificacion, certification, bootcamp, sesion # de, session # of, homework, tarea, tareas,
    lab, materia, lecture, semester, semestre, cpe, ce credits, constancia, asincronico, asincrona, self paced, aula,
    classroom, credits, creditos, profesor, professor, maestro, unidad, unit, chapter #, capitulo #, frances, ingles,
    english, french, piano, guitarra, guitar, natacion, ceramica, pottery, cocina, cooking, idiomas, tesis, thesis,
    posgrado, doctorado, licenciatura, universidad, dc #, study group, grupo de estudio, repaso, quiz, midterm,
    finals, asesoria de tesis, practicas, alumnos, students, estudiantes, entrega final, tp, ta, learn, aprende,
    aprender, aprenderas, videos, lecturas, capacitacion de, entrenamiento, entrenamiento obligatorio, obligatorio,
    mandatory, intro to, introduction to, introduccion a, for beginners, para principiantes, principiantes, how to,
    como hacer, como usar, lunch and learn, cle, ce, ceu, pmp, study, estudiar, tarea de, clases de, class with,
    lecciones, sesion #, modulo #, semana #, week #, unit #, conferencia, ponencia, seminar series, training day,
    orientation, tutorial, curso de, taller de, certificado, certificate, library, biblioteca, public library
  `,
  /** watching */
  webinar: `
    webinar, webinars, webinario, seminario web, masterclass, master class, live stream, livestream, en vivo,
    streaming, transmision, grabacion, recording, recorded, on demand, replay, audiencia silenciada, muted,
    listen only, q and a, q a, ask me anything, ama, fireside, broadcast, virtual event, online event, simulive,
    charla magistral, conferencia magistral, charla, talk, ponencia, lanzamiento, product launch, se comparte,
    slides, chat cerrado, camaras apagadas, cameras off, live, on line, stream, streaming on, youtube live,
    facebook live, en directo, register to get, se enviara, grabada, pregrabado, prerecorded, info session,
    sesion informativa, platica informativa, product update, office hours
  `,
  /** on the way */
  travel: `
    vuelo, vuelos, flight, fly, flying, uber, taxi, traslado, aeropuerto, airport, check out, checkout, salida a,
    salir a, salir hacia, drive to, driving, camino a, rumbo a, maleta, pack, packing, boarding, abordar, reserva,
    reservacion, reservation, booking, itinerary, itinerario, train, tren, bus, autobus, camion a, primera plus, etn,
    manejar, carretera, caseta, viaje, viaje a, trip, travel, travel to, layover, asiento, terminal, noches, nights,
    airbnb, rental car, renta de auto, estacionamiento, parking, vuelta a, regreso, regresar, return flight, avianca,
    aeromexico, volaris, viva aerobus, southwest, iberia, amtrak, lyft, shuttle, commute, ride to, aterriza*,
    llegada, depart*, ooo, out of office, huesped, trayecto, t1, t2, pick up en lobby, lobby, shuttle al,
    traslado al, vuelo a, vuelo de, avion, aterrizar, despegue, am #, aa #, ua #, dl #, y4 #, vb #, check in #,
    late checkout, nonstop, connection time, boarding pass, pase de abordar, ride share, cabify, didi, manejan,
    autopista, road trip
  `,
  /** things to do, often at the beginning of a title */
  errand: `
    preparar, preparacion, prepare, prep, prepping, imprimir, print, comprar, buy, pagar, pago, pay, confirmar,
    confirm, enviar, mandar, send, escribir, write, llamar, marcar, call, revisar, check, recordar, remember,
    registrarme, registrarse, registrar, register, sign up, signup, inscribirme, inscribir, apartar, order, pedir,
    encargar, recoger, pick up, pickup, drop off, dejar, llevar, pasar, capturar, subir, upload, follow up, followup,
    follow ups, thank you, thank yous, agradecer, email, emails, correo, correos, draft, borrador, ensayar, rehearse,
    practice, practicar, deck, outline, actualizar, update, renew, renovar, cancelar, cancel, schedule, agendar,
    programar, armar, terminar, finish, finalizar, review, leer, read, planear, contestar, reply, responder, limpiar,
    clean, lavar, wash, planchar, dar seguimiento, seguimiento a, seguimiento, sync notes, pasar a, ir por, devolver,
    cambiar, checar, block, bloque, decidir, decide, agregar, cargar, transferir, pendiente, pendientes, to do,
    recordatorio, reminder, vence, due, deadline, fecha limite, ultimo dia, last day, conectar en linkedin,
    add on linkedin, connect on linkedin, ordenar, investigar, research, recap, debrief, registrar contactos, vaciar,
    etiquetar, speech, discurso, pack, write thank, thank you notes, thank you note, agendar con, apuntar, anotar,
    alistar, sacar, tramitar, mandar a, decirle a, remind, whatsapp a, escribirle, llamarle, marcarle, contestarle,
    meter, hacer cita, make appt, buy tickets, comprar boletos, comprar boleto, registrarme a, register for, rsvp to,
    sign up for, submit, entregar, firmar, escanear, depositar, transferencia, cobrar, facturar, invoice,
    confirmar asistencia, confirmar si, llevar a, recordar a, recordarle, pedir a, preparar para, prep for,
    follow up w, follow up with, follow up con, fu
  `,
  /** time alone */
  focus: `
    focus, focus time, deep work, no calls, do not book, do not schedule, no agendar, no interrumpir, no molestar,
    concentracion, heads down, tiempo para, admin, admin time, writing, escribir, ocupado, no meetings, sin juntas,
    propuestas, inbox, planeacion semanal, weekly planning, trabajo profundo, pomodoro, work on, trabajar en,
    returns, pago a proveedores, nomina, payroll, bookkeeping, conciliacion
  `,
  /** what falls due */
  tax: `
    sat, iva, isr, declaracion, imss, infonavit, nomina, payroll, tax, taxes, irs, extension, predial, tenencia,
    refrendo, colegiatura, renta, rent, hipoteca, mortgage, tarjeta de credito, luz, cfe, agua, gas, telmex,
    internet, seguro, poliza, verificacion, cuota, anualidad, mensualidad, quarterly, estimated, subscription,
    suscripcion, dominio
  `,
  /** family */
  family: `
    boda, wedding, bautizo, baptism, christening, xv, quinceanera, quince anos, xv anos, primera comunion,
    first communion, comunion, cumple, cumpleanos, cumple*, birthday, bday, b day, baby shower, shower, bridal,
    aniversario, anniversary, mama, mamas, mami, papa, papas, papi, mom, dad, hijos, hijo, hija, kids, kid, ninos,
    nino, nina, ninas, abuela, abuelo, abuelos, grandma, grandpa, grandparents, tia, tio, tios, primo, prima, primos,
    primas, cousin, cousins, aunt, uncle, suegros, suegra, suegro, in laws, familia, familiar, family, graduacion,
    graduation, pinata, despedida de soltera, despedida de soltero, bachelorette, bachelor party, sis, bro, hermano,
    hermana, hermanos, brother, sister, esposa, esposo, wife, husband, novio, novia, novios, bebe, baby, sobrino,
    sobrina, nephew, niece, compadre*, comadre*, padrino*, madrina*, banquete, ceremonia, ceremony, mesa de regalos,
    gift registry, casa de, en casa, nochebuena, navidad, thanksgiving, christmas, easter, dia de las madres,
    mothers day, dia del padre, fathers day, reyes, rosca, velorio, funeral, engagement party, pedida, gender reveal,
    revelacion, playdate, sleepover, pijamada, honran, juntos como familia, reunion familiar, family reunion,
    rehearsal, rehearsal dinner, baby sprinkle, sprinkle, wedding party, welcome drinks, honeymoon, boda de,
    familias, graduation party
  `,
  /** couples */
  romance: `
    date night, cita romantica, san valentin, valentine*, singles, solteros, solteras, dating, blind date,
    first date, cita a ciegas, romantica, romantico, romantic, amor, love, couples, parejas, pareja, tinder, bumble,
    hinge, anniversary dinner, soulmate, speed dating, citas rapidas, solter*, single
  `,
  /** faith */
  religion: `
    misa, mass, iglesia, church, parroquia, parroquial, parish, worship, biblia, bible, biblico, biblica, rosario,
    rosary, retiro espiritual, spiritual, oracion, prayer, pray, ministry, ministerio, congregacion, congregation,
    templo, temple, pastoral, pastor, sinagoga, synagogue, shabbat, ramadan, iftar, eid, hanukkah, passover,
    semana santa, virgen, capilla, chapel, catequesis, catecismo, sermon, gospel, evangelio, cristiano*, cristiana*,
    christian, catholic, catolic*, jesus, dios, god, alabanza, adoracion, vigilia, procesion, diocesis, fellowship,
    youth group, connect groups, sunday service, culto, celula, jornada mundial, padre nuestro, novena,
    kermes parroquial, matrimonios, lent, cuaresma, discipulado, bautismo, testimonio, testimonios, fellowship hall,
    cristianos, domingo de, encuentro de parejas, encuentro matrimonial, retiro de, servicio bilingue, iglesia vida,
    sacramento, sacerdote, reverend, rabbi, bar mitzvah, bat mitzvah, synod, missions, men of faith, ladies bible,
    mens breakfast, prayer breakfast, wednesday night, awana, vbs, centro de vida, casa de oracion,
    hermanos en cristo, evangelica, pascua, calvary, saint, san judas, posada parroquial, alpha course
  `,
  /** shows, matches, hobbies */
  fun: `
    concierto, concert, gig, tour, cine, movie, movies, pelicula, teatro, theater, theatre, obra de teatro, musical,
    opera, ballet, partido, vs, game, jornada #, semifinal, playoff*, clasico, anime, manga, comic, comics,
    comic con, cosplay, videojuegos, videogames, gaming, gamer, fans, fandom, k pop, kpop, state fair, county fair,
    feria del pueblo, palenque, jaripeo, rodeo, livestock, rides, juegos mecanicos, lucha libre, museo, museum,
    exposicion, exhibicion de arte, gallery, galeria, club de lectura, book club, libro, board games, juegos de mesa,
    dungeons, pokemon, lego, star wars, coleccionistas, collectors, tattoo, stand up comedy, comedy, magia, circo,
    zoologico, zoo, acuario, camping, fishing, pesca, estadio, stadium, arena, doors at, localidad, boletos, netflix,
    mundial, world cup, super bowl, nba, nfl, mlb, f1, gran premio, playstation, nintendo, autos clasicos, mascotas,
    perros, gatos, dog, dogs, plantas, vinilos, vinyl, record fair, craft, tejido, bordado, knitting, salsa, bachata,
    danza, intercambio de idiomas, language exchange, mercadito, mercado navideno, 20s and 30s, make new friends,
    new friends, pub crawl, bar crawl, open play, para curiosos, documental, estreno, suscriptores, cine club,
    cineteca, screening de, film, film club, premiere, trivia night, paint and sip, pottery, festival de, food truck,
    food festival, taco fest, beer festival, oktoberfest, carnaval, desfile, parade, fireworks, fuegos artificiales,
    feria estatal, feria de san, expo ganadera popular, flea market, farmers market, tianguis, bazar, exposicion de,
    expo mascotas, expo tattoo, expo quince, expo novias, bridal expo, expo bebe, car show, boat show, home show,
    home and garden, club de fans, meet and greet con, firma de autographs, firma de libros, book signing,
    presentacion de libro, esports, fifa, mario kart, dungeons and dragons, warhammer, anime expo, comic fest,
    frikis, otaku, jornada, fecha #, vs #, atlas, chivas, pumas, tigres, rayados, cruz azul, real madrid, dodgers,
    lakers, yankees, cowboys, diamondbacks, suns
  `,
  /** friends */
  friends: `
    amigas, cuates, compas, prepa, secundaria, primaria, roomies, roommates, las chicas, the girls, girls night,
    the guys, boys night, poker night, noche de chicas, los de siempre, with the gang, la banda, bestie, buddies,
    neighbors, vecinas, vecino, vecina, reencuentro, reunion de la prepa, de la infancia, old friends, hang out,
    hangout, catch up with, ponernos al dia, polas con los amigos, fantasy league, fantasy football, movie night,
    game night, noche de juegos, bunco, brunch with, brunch con, drinks with, girls trip, boys trip, la bola,
    carnita asada, carne asada en, asado en casa, con los compas, con la raza, reunion con amigos, college friends,
    college roommates, de la uni, de la universidad, ex companeros de la prepa, camping trip
  `,
  /** school of the children */
  school: `
    colegio, escuela, school, kinder, kindergarten, jardin de ninos, preescolar, primaria, secundaria, pta,
    padres de familia, padres, parents, parent, vocales, maestra, teacher, boletas, report cards, festival escolar,
    recital, entrega de, salon de, grado, grade, campamento, summer camp, carpool, ronda de, uniforme*, utiles,
    ciclo escolar, recreo, field trip, excursion, bailable, tutores, guarderia, daycare, conferences,
    junta de padres, circular, acoso escolar, bullying, directora del colegio, inscripciones, alumno, teachers,
    meet the teachers, pto, elementary, middle school, high school, de la primaria, science fair, science expo,
    feria de ciencias, book fair, feria del libro, padres e hijos, open house escolar, parent teacher,
    mamas del salon, papas del salon, mamas del kinder, back to school, regreso a clases, scouts, cub scouts,
    girl scouts, ballet recital, torneo escolar, graduacion del kinder, convivencia escolar, clausura,
    honor a la bandera
  `,
  /** health */
  medical: `
    dentista, dentist, dental, doctor, doctora, dr, dra, consulta, terapia, therapy, therapist, terapeuta, fisio,
    fisioterapia, physio, physical therapy, vacuna, vaccine, flu shot, analisis, laboratorio, lab work, sangre,
    checkup, check up, physical, mastografia, mammogram, ultrasonido, ultrasound, pediatra, pediatrician,
    oftalmologo, lentes, optometrist, eye exam, veterinari*, vet, psicolog*, psiquiatra, nutriolog*, ortodoncia,
    orthodont*, ginecolog*, obgyn, cardiolog*, dermatolog*, dermatologist, radiografia, rayos x, x ray, mri,
    resonancia, cirugia, surgery, limpieza dental, cleaning, farmacia, pharmacy, podologo, chiropractor,
    quiropractico, masaje, massage, urgencias, ayuno, papanicolau, acupuncture, acupuntura, counseling, cita con el,
    cita con la, cita medica, copay, appointment, quirofano, cirugia de, guardia medica, consultorio, appt,
    annual physical, derm, pcp, urologo, traumatologo, ortopedista, endocrinologo, neurologo, otorrino, oncologo,
    quimio, dialisis, botox, colonoscopia, colonoscopy, vacunas, refuerzo, therapy session, sesion de terapia,
    electrocardiograma, toma de sangre, blood test, blood work, braces, root canal, muela, brackets, ecografia, eco,
    obstetra, prenatal
  `,
  /** house, car, paperwork */
  chores: `
    corte de pelo, corte, haircut, hair, pelo, peluqueria, barber, barberia, salon de belleza, unas, nails, manicure,
    spa, facial, mecanico, taller mecanico, afinacion, oil change, car wash, llantas, tires, servicio del coche,
    tintoreria, lavanderia, laundry, super, supermercado, groceries, costco, pasaporte, passport, ine, licencia, dmv,
    mudanza, plomero, plumber, electricista, electrician, jardinero, gardener, fumigacion, pest control, paquete,
    package, amazon, entrega de, basura, trash, notario, notary, tramite, cita en, telcel, at and t, ikea,
    garage sale, jury duty, votar, cleaning lady, limpieza, coche, depa, vecinos, condominio, hoa, condo,
    administracion del edificio, asamblea de vecinos, porton, voluntariado, volunteer, blood drive, reciclaje
  `,
  /** networks of machines */
  computers: `
    red, redes, network, networks, wifi, wi fi, router, routers, ruteo, switch, switches, switching, lan, wan, vlan,
    vpn, firewall, servidor, servidores, server, servers, neural, neuronal, neuronales, sd wan, cisco, ccna, ccnp,
    infraestructura, infrastructure, tcp, dns, dhcp, access point, access points, ancho de banda, bandwidth,
    latencia, latency, mesh, optica, ethernet, topologia, subnet, subnetting, protocolos, ciberseguridad,
    cybersecurity, soc, data center, datacenter, outage, maintenance window, rack, cableado, cabling, 5g, telecom,
    antenas, neural network*, red neuronal, convolucional*, deep learning, machine learning, packet, computadoras,
    computer, iot, zero trust, red electrica, red de agua, red hidraulica, ventana de mantenimiento, home networking,
    networking basics, networking fundamentals, kubernetes networking, network engineer, network engineering,
    network security, network upgrade, network maintenance, network migration, network admin*, computer networking,
    networking lab, cloud networking, container networking, service mesh, load balancer, red interna, red local,
    caida de red, cambio de switch, corte de red, red hidrosanitaria, red de distribucion, redes de computadoras,
    redes neuronales, redes inalambricas, redes electricas, redes de datos, red de gas
  `,
  /** networks of posts */
  socialMedia: `
    redes sociales, red social, social network, social networks, social media, instagram, tiktok, facebook, meta ads,
    linkedin post, community manager, post, posts, contenido para redes, ads, reels, copy, calendario editorial,
    pauta, feed de
  `,
  /** days off */
  holiday: `
    feriado, feriados, festivo, asueto, dia inhabil, holidays, viernes santo, jueves santo, good friday, christmas,
    ano nuevo, new years, labor day, memorial day, thanksgiving, day off, descanso obligatorio, bank holiday, puente,
    veterans day, natalicio, independencia, independence day, presidents day, mlk, juneteenth, columbus, revolucion,
    constitucion, dia del trabajo, dia de muertos, inmaculada, asuncion, epifania, halloween, fourth of july, july #,
    equinox, solstice, daylight saving, horario de verano, observed, no laborable, federal holiday, public holiday,
    full moon, dia nacional
  `,
} as const
