/**
 * Words that stand around both: who comes, where, at what price, by which means. They decide little alone and much together.
 * How entries are written: lexicon.ts.
 */
export const SURROUNDING_WORDS = {
  /** meals say when, not with whom */
  meal: `
    desayuno, desayunos, breakfast, almuerzo, lunch, luncheon, comida, cena, dinner, cafe, cafecito, coffee, te, tea,
    supper, merienda, cafes, coffees, tacos, chilaquiles
  `,
  /** what the person means to do there */
  goal: `
    buscar, find, look for, cazar, pedir que me presente*, pedirle que, que me presente, saludar a, saludar, sit w,
    sit with, sentarme con, sentarse con, catch the, talk to, hablar con, hablar c, preguntar por, ask about,
    ask for, bring cards, bring flyers, bring line cards, bring brochures, llevar tarjetas, llevar portafolio,
    llevar catalogo, llevar folletos, llevar invitad*, llevar # invitad*, a ver quien, ver quien, quien llega,
    say hi, say hello, meet the, get intro, get card, get cards, pitch, mi pitch, my # sec, minuto de, contactos de,
    x contactos, por contactos, proveedores de, distribuidores de, need a, necesito un, necesito contador,
    quedarme al, quedarme a, stay for, work the room, walk floor, see booth, booths, visitar stands
  `,
  /** those one meets there */
  businessPeople: `
    empresarios, empresarias, empresari*, emprendedor*, emprendimiento, entrepreneur*, founders, founder, fundador*,
    ceos, ceo, cfos, cfo, coo, cto, ctos, cmo, directivos, directivas, directores, directoras, duenos, duenas,
    owners, business owners, small business, pymes, pyme, mipymes, startup*, freelance*, autonomos, independientes,
    consultores, consultoras, consultants, inversionistas, inversores, investors, investor, angel, angels, vc, vcs,
    venture, executives, executive, ejecutivos, ejecutivas, professionals, profesionistas, profesionales, women in,
    mujeres en, mujeres, lideres, leaders, managers, gerentes, agencias, agencies, exportadores, exportadoras,
    importadores, exporters, productores, industriales, hoteleros, restauranteros, constructores, desarrolladores,
    brokers, realtors, banqueros, bankers, franquicias, solopreneur*, makers, creators, operators, operadores,
    corporativos, gente del sector, del sector, del gremio, the industry, industry, la industria, investment,
    abogados, abogadas, contadores, contadoras, notarios, notarias, medicos, doctors, dentists, attorneys, lawyers,
    accountants, cpas, arquitectos, arquitectas, architects, ingenieros, chefs, restaurateurs, restaurant owners,
    hoteliers, builders, funders, donors, presidents, partners de, women entrepreneurs, mamas emprendedoras,
    emprendedor, emprendedora, negocios, biz, executive directors, small firm, despachos, empresas familiares,
    family business, ecosistema, ecosystem, startupera, scene, gente de, folks in, people in, creativos, creatives,
    nonprofits, ong, ongs, leaders breakfast, hr leaders, managing partners, principals, ganaderos, agricultores,
    transportistas, constructoras, cafetaleros, restaurantes, hoteles, clinicas, franchise, fotografos, fotografas,
    publicistas, editores, editoras, impresores, libreros, ilustradores, ilustradoras, traductores, traductoras,
    psicologos, psicologas, nutriologas, dentistas, odontologos, veterinarios, enfermeras, farmaceuticos,
    restauranteras, panaderos, cafeteros, tostadores, carpinteros, herreros, talleristas, artesanos, artesanas,
    disenadores de, interioristas, decoradores, paisajistas, urbanistas, valuadores, inmobiliarios, corredores,
    aseguradores, asesores de, agentes aduanales, aduanales, transportista, navieras, maquiladoras, maquiladores,
    fabricantes, manufacturers, makers of, comercializadores, comerciantes, tenderos, franquiciatarios,
    franquiciantes, ganadero, apicultores, viticultores, bodegas de, cerveceros, brewers, roasters, bakers, growers,
    farmers, ranchers, planners, wedding planners, photographers, translators, publishers, printers, florists,
    caterers, electricians, plumbers, roofers, remodelers, landscapers, installers, shippers, carriers, truckers,
    freight, lenders, underwriters, appraisers, insurers, actuaries, auditors, controllers, treasurers, paralegals,
    counsel, general counsel, in house counsel, notaries, recruiters, reclutadores, reclutadoras, headhunters,
    trainers, coaches, therapists, psychologists, nurses, pharmacists, veterinarians, hotel managers,
    restaurant groups, retailers, wholesaler, resellers, integrators, agency owners, shop owners, store owners,
    firm owners, practice owners, mentors, mentores, mentoras, fondeadores, fondos, funds, aceleradoras, incubadoras,
    cios, cisos, chros, chiefs, jefes de compras, gerentes de compras, compradoras, publicitarios, anunciantes,
    medios, press, prensa invitada, productoras, cineastas, musicos independientes, gestores culturales, filantropos,
    donatarias
  `,
  /** trades of software and its neighbours */
  techPeople: `
    developers, devs, dev, designers, disenadores, disenadoras, product managers, marketers, mercadologos, data,
    engineers, ux, product, growth, saas, fintech, ai, blockchain, web3, crypto, python, javascript, react, aws,
    cloud, devops, nocode, hr tech, recruiters, proptech, edtech, agritech, healthtech, climate, cleantech, biotech,
    ecommerce, retail, logistica, logistics, manufacturing, kubernetes, ruby, golang, wordpress, figma, seo, js, php,
    rust, java, dotnet, pydata, data science, analytics, product tank, producttank, agile, scrum masters,
    cybersecurity, ciberseguridad, infosec, owasp, gamedev, android, ios, swift, flutter, elixir, django, rails,
    laravel, drupal, salesforce, hubspot, women in tech, techies, tech, tecnologia, digital, software, open source,
    machine learning, genai, llm, agents ai, vc, martech, hardware, robotics, iot, nearshoring
  `,
  /** those who buy and sell */
  suppliers: `
    proveedores, provedores, suppliers, distribuidores, distributors, compradores, buyers, purchasing, comprador,
    vendors, clientes potenciales, prospects, prospectos, aliados, partners, socios comerciales, mayoristas,
    wholesalers, representantes, importers, bodegueros, sourcing, procurement, compras, integradores, contratistas,
    subcontractors, contractors
  `,
  /** anybody may come */
  openToAll: `
    abierto a, abierta a, abierto al, open to, all welcome, everyone welcome, visitantes bienvenidos, guests welcome,
    guests, visitors, invitados, invitadas, bienvenidos, bienvenida, welcome, bring a colleague, bring a guest,
    trae a un colega, trae un invitado, members and guests, members, member, socios, socias, socio, afiliados,
    afiliadas, no socios, non members, nonmembers, registro, registrate, inscribete, cupo limitado, cupo,
    entrada libre, entrada gratuita, free entry, early bird, doors open, doors at, save the date, te esperamos,
    join us, acompananos, unete, hosted by, organizado por, abierta, abierto, business casual, dress code, walk ins,
    walk in, newcomers welcome, first timers, new members, nuevos miembros, primer visita, publico en general,
    register, registration, registrese, reserve your, reserva tu, asegura tu lugar, sponsors, patrocinadores,
    sponsored by, patrocina, presented by, presenta, presented, convoca, convocatoria, te invita, los invita,
    invita a, invitacion abierta, attendees
  `,
  /** how a call or a talk becomes conversations */
  breakout: `
    breakout, breakouts, breakout rooms, small groups, salas de, salas, grupos pequenos, rotating, rotativas,
    rotacion, tables by, por mesas, video introductions, icebreaker*, rompehielos, presentacion corta, presentate,
    introduce yourself, asks and offers, busco ofrezco, ofrezco, busco, asks, offers, pitch, pitches,
    conversation starters, minutos para conectar, al terminar, luego, despues de la charla, followed by, afterwards,
    mezclados, mezcladas, mixed tables, cada mesa, de a cuatro, parejas al azar, random pairs, open networking,
    networking abierto, face to face, chat roulette
  `,
  /** sport */
  sport: `
    golf, padel, hike, hiking, caminata, senderismo, ride, rodada, futbol, fut, soccer, tennis, tenis, softball,
    beisbol, baseball, basketball, basquet, running, trail, pickleball, hoyo, hoyos, cascarita, bici, bike, cycling,
    ciclismo, natacion, swim, yoga, crossfit, gym, gimnasio, pilates, spinning, entrenamiento, maraton, marathon,
    volleyball, voleibol, kayak, surf, karting, poker, ajedrez, chess, regata, sailing, workout, training run,
    partidito, ultimate, climbing, escalada
  `,
  /** first names */
  givenName: `
    ana, maria, jose, juan, luis, carlos, jorge, pedro, pablo, diego, andres, daniel, david, miguel, alejandro,
    alejandra, fernando, fernanda, ricardo, roberto, eduardo, javier, sergio, raul, hector, oscar, ivan, hugo,
    arturo, gerardo, rafael, manuel, antonio, francisco, paco, pepe, beto, memo, tono, nacho, lalo, chucho, quique,
    kike, leo, mario, marco, rodrigo, emilio, tomas, felipe, martin, ignacio, gustavo, alberto, enrique, victor,
    cesar, adrian, bruno, mateo, sebastian, santiago, nicolas, gabriel, gabriela, gaby, laura, lucia, sofia, valeria,
    valentina, camila, daniela, dany, mariana, paola, paula, patricia, paty, claudia, monica, veronica, vero, sandra,
    silvia, sylvia, rosa, carmen, elena, marta, martha, julia, julian, irene, ines, lety, leticia, lupita, lupe,
    guadalupe, regina, renata, ximena, jimena, karla, carla, brenda, diana, alicia, beatriz, bety, cristina, andrea,
    natalia, nora, norma, olga, pilar, raquel, rebeca, rocio, susana, teresa, tere, yolanda, lorena, marcela,
    mauricio, ernesto, alfredo, joaquin, jaime, salvador, chava, john, mike, michael, chris, matt, dave, tom, tim,
    jim, bob, bill, steve, kevin, brian, mark, paul, scott, jeff, eric, ryan, josh, ben, sam, alex, nick, joe, dan,
    rob, greg, andrew, peter, pete, tony, frank, george, ken, sarah, jessica, jess, jen, jenny, emily, ashley,
    amanda, megan, katie, kate, kim, lisa, amy, anna, rachel, nicole, michelle, heather, linda, karen, nancy, susan,
    mary, liz, beth, grace, raj, priya, wei, ravi, omar, ahmed, ali, don, dona, senora, ing, lic, sr, sra
  `,
  /** what one person does for a living */
  profession: `
    realtor, abogado, abogada, contador, contadora, arquitecto, arquitecta, notario, corredor, broker, banker,
    banquero, lender, mortgage, attorney, lawyer, accountant, cpa, bookkeeper, consultant, consultor, consultora,
    planner, adviser, headhunter, recruiter, designer, disenador, disenadora, developer, programador, photographer,
    fotografo, fotografa, agente, agent, appraiser, contractor, contratista, plumber, electrician, hvac, roofer,
    printer, impresor, proveedor de, importador, exportador, distribuidor, dueno, duena, owner of, owner,
    director de, directora de, gerente de, head of, vp of, vp, presidente de, presidenta de, socio de, socia de,
    inversor, inversora, inversionista, editor, chef, hotelero, compliance, marketing, ventas de, compras de,
    comprador de, buyer, buyer at, partnerships, bd, logistica de, freight, aduanal, agente aduanal, perito,
    valuador, guy, mentor, mentora, coach
  `,
  /** somebody passed it on */
  forwarded: `
    fw, fwd, rv, reenvio, te reenvio, reenviado, forwarded, re
  `,
  /** moved, cancelled, sold out */
  changed: `
    cancelado, cancelada, canceled, cancelled, pospuesto, pospuesta, postponed, tentative, tentativo, tentativa,
    updated, actualizado, actualizada, reprogramado, reprogramada, rescheduled, nueva fecha, new date, invitation,
    invitacion, invitado, aceptado, accepted, sold out, agotado, last call, ultimos lugares, recordatorio, reminder
  `,
  /** no, only, without */
  negation: `
    no, sin, without, not, solo, only, just, exclusivo, exclusiva, exclusively, exclusive, nunca, nadie, none,
    unicamente, privado, privada, private, never
  `,
  /** people of elsewhere */
  otherCompanies: `
    otras empresas, varias empresas, other companies, different companies, de otras, de otros, otros, otras, other,
    others, external, externos, externas, ajenos, across industries, across companies, distintas empresas,
    distintos giros, giros, fuera de, outside, cross industry, de diferentes, de distintos, de distintas,
    several firms, ten firms, companias, companies, firms, empresas, compania invitada
  `,
  /** people, without saying which */
  peopleTogether: `
    gente, folks, people, who, quien, quienes, colegas, colleagues, pares, others, demas, otros, otras,
    entre nosotros, entre si, unos a otros, each other, one another, todos, everybody, everyone, nuevos, nuevas,
    new faces, caras nuevas, nombres, faces, asistentes, participantes, participants, grupo, group, juntos, together,
    entre
  `,
  /** with */
  with: `
    con, with, w, ↔
  `,
  /** two names side by side */
  pair: `
    ↔, x, vs
  `,
  /** what it costs */
  price: `
    mxn, usd, pesos, eur, gratis, free, gratuito, costo, precio de lista, early, incluye, includes, donativo, cover
  `,
  /** by video */
  online: `
    zoom, teams, meet, google meet, webex, skype, online, virtual, en linea, remoto, remote, video, videollamada,
    hopin, airmeet, youtube, brighttalk, livestream
  `,
  /** by telephone */
  phone: `
    tel, telefono, phone, cel, llamada, call, dial in, whatsapp
  `,
  /** places that are hired */
  venue: `
    hotel, centro de convenciones, convention center, convention centre, convention, centro de exposiciones, recinto,
    ifema, fira, corferias, cintermex, wtc, world trade center, centro citibanamex, poliforum, country club,
    club campestre, club de industriales, club de empresarios, casino, hacienda, ballroom, auditorium, resort,
    grand hotel, marriott, hilton, hyatt, sheraton, westin, camino real, fiesta americana, fiesta inn, quinta real,
    holiday inn, intercontinental, expo guadalajara, expo santa fe
  `,
  /** bars */
  bar: `
    bar, cerveceria, brewery, brewing, pub, cantina, rooftop, taproom, terraza, lounge, mezcaleria, tavern,
    gastropub, speakeasy, winery, vinicola, vinedo, patio, biergarten
  `,
  /** restaurants */
  restaurant: `
    restaurante, restaurant, cafeteria, starbucks, vips, sanborns, bistro, grill, fonda, taqueria, kitchen,
    trattoria, steakhouse, diner, asador, panaderia, bakery, toks, cafebreria
  `,
  /** shared offices */
  coworking: `
    wework, coworking, impact hub, hub, campus, innovation, galvanize, the pool, homework, terminal #, selina,
    distrito, laboratorio de, incubadora, aceleradora, accelerator, incubator, factory, loft, studio, estudio,
    startup, centraal, gsv, epicentro
  `,
  /** rooms of an office */
  office: `
    oficina, oficinas, sala, room, sala de juntas, conference room, hq, headquarters, office, piso, floor, planta,
    nave, corporativo, bodega, boardroom, conf room, comedor, cafeteria de la empresa, lobby, taller, sucursal
  `,
  /** at home */
  home: `
    casa, home, depa, departamento, apartment, jardin, backyard, cochera, our place, mi casa, alberca, house,
    salon de fiestas, rancho, quinta, finca
  `,
} as const
