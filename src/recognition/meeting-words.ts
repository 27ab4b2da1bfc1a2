/**
 * Words of people meeting, whoever they are, in groups of one meaning, Spanish and English side by side. Whether the meeting is
 * networking depends on who meets whom, which the other lists speak of. How entries are written: lexicon.ts.
 */
export const MEETING_WORDS = {
  /** meeting people on purpose, said outright */
  networking: `
    networking, netwoking, netwroking, networkin, networkear, networkeo, net working, speed networking,
    red de contactos, hacer contactos, nuevos contactos, contactos de negocio*, hacer red, tejer red, tejer redes,
    ampliar tu red, ampliar su red, ampliar mi red, expandir tu red, expandir su red, haz red, conectar con,
    conecta con, conectate con, connect with, conexiones, connections, vinculacion, vincular*, sinergias, alianzas,
    relaciones comerciales, meet other, meet new, meet fellow, conoce a otr*, conocer a otr*, conocer gente,
    conocer a quien, conoce gente, build relationships, grow your network, expand your network, expand your circle,
    network with, network and, and network, mingle, mingling, meet and mingle, meet peers, meet local,
    who you want to meet, se conozcan, nos conozcamos, intercambio de tarjetas, intercambiar tarjetas,
    business cards, tarjetas de presentacion, elevator pitch, presentaciones de # segundos, red profesional,
    relacionarte, relacionarse, relacionarnos, contactar con, crear vinculos, crear redes, lazos, trae tarjetas,
    bring cards, networking time, networking hour, espacio de networking, warm introductions, relacionamiento, roce,
    rozar, saludar, saluda, make connections, meaningful connections, new connections, valuable connections,
    connect and, connect over, relationship building, hacer comunidad de negocio*, mingle with, pass out cards,
    intercambio de contactos, conoce a, conocer a, conoce otr*, conocer otr*, conozcan a, quien es quien,
    nuevas relaciones, rapid networking, encuentro empresarial, networking empresarial, connections breakfast,
    coffee connections, business connections, conectemos, conectando, coffee networking
  `,
  /** two people who were brought together, or ought to be */
  introduced: `
    te presento a, les presento a, presento a, presentamos a, me lo presento, me la presento, me los presento,
    me presento a, nos presento, nos presenta, nos conecto, nos conecta, la conecta, lo conecta, los conecto,
    les conecto, conectandolos, contacto de, contacto que, me paso su, me paso el, me la paso, me lo paso,
    me recomendo, me recomendaron, recomendado por, recomendada por, de parte de, conoci en, conoci x, conoci por,
    la conoci, lo conoci, los conoci, que conoci, nos conocimos, quiere presentar, te quiere presentar,
    quiero presentarte, quiero que conozcas, tienes que conocer, deberian conocerse, deben conocerse,
    deberias conocer, para conocernos, conocernos, conocerte, conocer al nuevo, conocer a la nueva, conocer al,
    quiere conocer*, posible aliad*, posible soci*, posible alianza, posible cliente, primera platica,
    primera charla, primer cafe, primera llamada con, primer acercamiento, primer contacto, charla exploratoria,
    platica exploratoria, llamada exploratoria, cafe exploratorio, exploratory, ver si hacemos algo, vemos si,
    a ver si, pasarnos, mandarnos, referirnos, recomendarnos, aliarnos, colaborar, colaboracion entre, alianza entre,
    subcontratarnos, sumar fuerzas, introduced by, introduced us, introduced, who introduced, intro from, intro by,
    intro via, through a friend, put us in touch, put you in touch, connected us, connecting you, connecting,
    take it from here, i will let you, ill let you, os dejo, los dejo, las dejo, moving you to bcc, to bcc, you two,
    you both, you guys should, should meet, should know each other, ought to know, ought to meet, thought we should,
    thought you should, thinks we should, thinks you, suggested we, said we should, told me to, told us both,
    tells us both, keeps telling, telling us, told me about you, gave me your, gave him my, gave her my, got my name,
    got your name, name from, mutual friend, mutual contact, amigo en comun, amiga en comun, contacto en comun,
    met at, met in, we met, nice meeting you, great meeting you, great sitting, good to meet you, meeting you,
    get acquainted, getting acquainted, get to know, getting to know, got to know, learn about each other,
    learn about your, learn who, learn what, what we each do, what you do, que hacemos, a que nos dedicamos,
    a que se dedica, conocer lo que, compare notes, ideal client, ideal customer, cliente ideal, referral source,
    referral sources, referral partner, possible referral, potential partner*, possible partner*, partnership chat,
    overflow, sobrecarga, vi su trabajo, vi tu trabajo, saw your work, saw your post, vi tu post, vi tu charla,
    saw your talk, nos etiquetaron, liked your talk, me gusto tu charla, primera vez que, desvirtualizar*,
    ponerle cara, irl, in person at last, finally meet*, por fin conocer*, por fin en persona, coffee match,
    lunchclub, lunch club match, friend of, a friend of, amiga de, amigo de, conocido de, socia de, socio de,
    hermana de mi cliente, busca proveedor, busca socio, busca socia, anda buscando, looking to meet, wants to meet,
    would like to meet, would love to meet, quiere platicar, quiere platicar contigo, pick your brain,
    pick her brain, pick his brain, busca locales, looking for a, needs a, necesita un, entering the market,
    entrando al giro, entrando al mercado, name came up, your name came, recom de, recomendacion de, first call,
    first chat, first conversation, first meeting, primera junta, hermana de, friend at, te junto con, juntarte con,
    los junto, nos junto, swap referrals, trade notes, same niche, posibles socios, strategic partner,
    partnership idea, co marketing, referral swap, vecino de oficina, neighbor in suite, otra consultora,
    otro consultor, otra agencia, otro despacho, otra duena, otro dueno, s intro, otro fundador, another founder,
    another agency, fellow consultant, te quiere conocer, le hable de ti, ya les hable, told him about,
    told her about, markets overlap, vouched, me hablaron de, short hello, quick hello, put a face
  `,
  /** how strangers are mixed: one of each, minutes each, tables */
  mixing: `
    one from each, uno por empresa, una por empresa, one per company, one per firm, por empresa, per company,
    per firm, per trade, nine companies, seven companies, doce empresas, once companias, each firm, each company,
    mesas asignadas, assigned tables, assigned seats, mixed at, mixed tables, drawn across, entre empresas,
    entre despachos, entre agencias, sorteadas, sorteados, cada quien trae, cada quien presenta, cada quien dice,
    cada quien cuenta, cada una trae, cada uno presenta, everyone gets, each gets, get five minutes,
    minutes with each, minute each, minutes each, minutos cada un*, un minuto, segundos cada, swap, swapping,
    intercambio de carteras, intercambiar, intercambio entre, share leads, pass referrals, pasamos, pasarse,
    busca esta semana, a quien busca, who are you looking for, name tags, name tag, contactos, y contactos,
    cafe y contactos, nuevos clientes, encontrar soci*, encontrar aliad*, encontrar proveedor*, find partners,
    find clients, find collaborators, find a partner, find someone, buyers from, reclutan, trae a alguien,
    bring someone, peers from, from other, from different, from across, de otras empresas, otros despachos,
    otros duenos, otras duenas, other owners, other founders, other agencies, other shop, otros fundadores,
    otras agencias, con otras, con otros, otros exportadores, colegas, colegas de, fellow, fellow owners, compadece,
    local mfrs, local owners, business owners, hosts will introduce, we introduce, te presentamos, seats, sillas,
    lugares para, twelve seats, # seats, limited to, gente nueva del, se presentan, nos presentamos, presentarse,
    presentarnos, introductions, table introductions, meet the, greet, face to face meetings, unir*, join forces,
    haz negocio*, hacer negocio*, generar negocio*, oportunidades de negocio, business opportunities, negocios entre,
    comprarnos, venderles, comprar juntos, aliadas, alianzas
  `,
  /** an open door: a launch, a new member, after hours */
  opening: `
    inauguracion, apertura, ribbon cutting, corte de liston, grand opening, gran apertura, open house, casa abierta,
    puertas abiertas, showcase, luncheon, after hours, afterhours, after hrs, business after, am connect, rise,
    mingle, wake up, good morning, power hour, power lunch, state of, toma de protesta, aniversario del,
    aniversario de la camara, bienvenida a nuevos, new member, nuevos socios, nuevos afiliados, member appreciation,
    members night, noche de socios, tarde de, mid year, trade night, industry night, noche de industria, noche de,
    new office, nueva oficina, nuevas oficinas, inauguracion de, opening party, launch party, anniversary reception,
    member orientation, orientacion a socios, toasting
  `,
  /** sport as a reason to meet */
  tournament: `
    torneo, tournament, scramble, foursome*, shotgun start, golf outing, golf classic, charity golf, golf day,
    copa empresarial, parejas sorteadas, tee sponsor, hole sponsor, torneo empresarial, golf de la asociacion,
    softball league business, padel empresarial, regata empresarial, carrera empresarial, torneo relampago
  `,
  /** fairs and conferences by name */
  eventName: `
    render atl, sxsw, nrf, ibs, mwc, saastr, dreamforce, web summit, slush, techcrunch, disrupt, collision, inman,
    sema, natpe, shot show, natural products, fancy food, cosmoprof, anuga, sial, gulfood, bauma, interpack, ise,
    talent land, campus party, incmty, aldea digital, antad, plastimagen, pack expo, conexpo, fabtech, imts, minexpo,
    ecommerce day, eshow, tedx, finnovista, money20, colombiamoda, colombiatex, agroexpo, perumin, expoalimentaria,
    expomin, exponor, fidae, himss, rsa, black hat, kubecon, pycon, jsconf, rubyconf, railsconf, droidcon, gitex,
    cade, concordia, expo seguridad, greenbuild, world of concrete, abastur, exphotel, sapica, intermoda, remex,
    expo deco, inbound, adobe max, config, hotelga, expovivienda, expo negocios, tianguis turistico, franchise expo,
    expo franquicias, feria internacional de franquicias, seatrade, wtm, ipw, inta, aba, icsc, naiop, uli, naa, nahb,
    nar, aicpa, aia, shrm, ama, icma, asis, ite, aws summit, google cloud next, salesforce world tour, oracle,
    sap now, sapphire, con expo
  `,
  /** communities by name */
  groupName: `
    gdg, # million cups, startup grind, creative mornings, creativemornings, fuckup nights, pechakucha,
    girls in tech, lean in, vistage, ypo, tiger #, provisors, nawbo, nawic, bisnow, boma, aiga, prsa, amexme, anade,
    canacope, ammje, biggerpockets, indie hackers, shopify, hubspot user group, leadshare, tips club, leads lunch,
    ladies get paid, latinas in, women who, black founders, tech ladies, techqueria, startupbootcamp, founders live,
    techstars, y combinator, yc, socialab, socialgeek, emprende, emprendeup, mujeres en, red de mujeres,
    crew network, mastermind, bookkeepers, estate planning council, council of, circulo de, circle, ladies who,
    dads in, young contractors, young professionals, jovenes empresarios, jovenes coparmex, grupo de duenas,
    grupo de duenos, club de emprendedores, club de negocios, club de exportadores, toma y daca,
    connect group business, network of, asociacion de, gremio de, union of, guild, liga de emprendedores, hub de,
    ecosistema, coworkers, cofounders, hackers
  `,
  /** a glass in hand */
  drinks: `
    mixer, mixers, coctel*, cocktail*, cokctel, happy hour, after office, afteroffice, afterwork, after work, drinks,
    brindis, copas, copa, vino, vinos, vino de honor, reception, social, socials, social hour, convivio, convivencia,
    covivencia, tardeada, vermut, aperitivo, aperitif, canas, cerveceada, chelas, cervezas, beers, beer, brews, cata,
    tasting, wine, tapas, canapes, mezcales, mezcal, sundowner, apero, rooftop, terraza, pinchos, bocadillos,
    nibbles, bites, refreshments, toast, margaritas, mezcalada, sunset, micheladas, polas, birras, pintas, chupitos,
    sip, sips, uncorked, wine down, first friday, first thursday, first tuesday, thirsty thursday, jueves de,
    viernes de, after works, pub night, drinks night, pints, prosecco, champagne, whisky, tequila, cava, sangria,
    caguamas, chupe, mojitos, pisco, gin, cubatas, tragos, un trago, vinito, chela, cheve
  `,
  /** a feast */
  party: `
    posada, party, gala, holiday party, celebracion, celebrate, celebracion*, festejo, brindis navideno, noche de,
    velada, dinner dance, carne asada, asado, parrillada, barbecue, bbq, cookout, brunch, cena anual, banquete,
    awards, premiacion, premios, verbena, pachanga, lunada, fin de ano, year end, end of year, navidena, navideno,
    casino night, silent auction, auction, subasta, benefit, fundraiser, vendimia, taquiza, jolgorio,
    coctel navideno, black tie, masquerade
  `,
  /** communities that gather */
  meetup: `
    meetup, meetups, meet up, encuentro, encuentros, comunidad, community, tertulia, conversatorio, user group, ug,
    lightning talks, charlas relampago, demo night, demo day, pitch night, pitch nights, show and tell, open mic,
    grupo local, circle, circulo, collective, colectivo, gathering, get together, hangout, juntada, quedada,
    reunion abierta, sesion abierta, open house, open space, unconference, barcamp, hack night, hackathon, hackaton,
    ignite, fuckup nights, creative mornings, creativemornings, gdg, pyladies, women who code, startup grind,
    startup weekend, # million cups, toastmasters, coffee and code, cafe con, coffee with, chapter, capitulo, nodo,
    drinkabout, bring a friend, trae a un amigo
  `,
  /** chambers, associations, clusters */
  chamber: `
    camara, camaras, chamber, chambers, canaco, concanaco, servytur, coparmex, canacintra, caintra, canirac, cmic,
    canieti, canacar, canadevi, amcham, camexa, eurocham, britcham, camara de comercio, chamber of commerce,
    camacoes, ccmx, ccb, fenalco, andi, camarabaq, cluster, clusters, asociacion, association, gremial, gremio,
    consejo empresarial, cce, consejo coordinador, confederacion, federacion, camara espanola, camara de industria,
    industrial*, empresarial, business council, business association, index, amdpc, amexcap, amvo, ampi, ammje,
    rotary, rotario, rotarios, leones, lions, kiwanis, jci, nawbo, score, sbdc, economic club, downtown alliance,
    business alliance, merchants, comerciantes, circulo de empresarios, asem, endeavor, sindicato empresarial,
    cepyme, ceoe, pimec, camarasantiago, young professionals, yp, yps, ambassador, ambassadors, embajadores,
    member showcase, state of the city, state of the county, legislative, eggs and issues, rise and shine,
    good morning, hispanic chamber, black chamber, women chamber, economic development, desarrollo economico,
    secretaria de economia, sedeco, procolombia, promperu, prochile, icex, procomer, agropecuario, ganadera,
    agricultores, business district, main street, bid, colegio de, colegio medico, barra de abogados,
    bar association, realtors association, agremiados, camara junior, aje, ceaje, jovenes empresarios, aem, canilec,
    amia, antad, amiti, amdetur, concamin, ccmexico
  `,
  /** groups that pass on business */
  referral: `
    bni, referidos, referrals, referral, referencias, referral group, leads group, letip, power team, power group,
    leads club, leads exchange, lead exchange, un cupo por profesion, cupo por profesion, one seat per profession,
    one person per profession, per profession, gains exchange, pases de referencias, substitut*, sustituto, suplente,
    tips club, capitulo bni, visitor day, dia de visitantes, dar referidos, exchange leads, intercambio de referidos,
    gratitud por negocio, palabras de agradecimiento, weekly chapter, referral slips, referral club,
    referral partner, referral partners, networking group, grupo enlace, uno a uno programados, club de negocios,
    referencias de la semana, weekly referral, closed business, negocio cerrado, gracias por negocio,
    thank you for closed business, power partner, power partners, tu gremio, un giro por, un lugar por giro,
    sixty seconds, # segundos, # seconds, # sec, category, categoria exclusiva, leads, tips group, tips exchange,
    tip club, referidos cruzados, qualified leads, grupo de referidos, grupo de referencias, grupo de impulso,
    power team call, gains, uno a uno bni, 1a1, one seat, silla libre, silla vacia, visitor, visitantes,
    invitado especial del capitulo, chapter meeting
  `,
  /** stands and visitors */
  fair: `
    expo, expos, feria, ferias, trade show, tradeshow, trade fair, fair, exhibit, exhibits, exhibitor, exhibitors,
    exhibition, expositor, expositores, exhibidores, stand, stands, booth, booths, pabellon, pabellones, pavilion,
    gafete, gafetes, badge, salon internacional, exhibit hall, expo hall, show floor, piso de exhibicion,
    visitante profesional, publico profesional, visitor pass, muestra comercial, hannover messe, messe, fitur, anpic,
    expo*, canton fair, ces, simo, tianguis turistico, market week, buyers show, showroom, marketplace,
    feria de empleo, job fair, career fair, bolsa de trabajo, vendor hall, sponsor hall, stands de, recorrido,
    walk the floor, recorrer pasillos, exponer, expositora, pabellon mexico, muestra industrial, feria internacional,
    salon del, hall #, visitors, mercado de, bazar empresarial, business expo, expo pyme, b2b expo, hiring event,
    hiring fair, employer check in, recruiting fair, feria de reclutamiento, feria de proveedores, muestra, vitrina,
    showcase day, buying show, market days, trade days, trade floor, exhibicion, sign expo, expo proveedores,
    expo industrial, tradefair
  `,
  /** stages and attendees */
  summit: `
    congreso, conference, summit, summits, foro, foros, forum, cumbre, convention, convencion, simposio, symposium,
    jornadas, conf, keynote, keynotes, encuentro nacional, encuentro anual, annual meeting, annual conference,
    semana de, tech week, industry day, expo foro, coloquio, plenaria, ponentes, speakers, ponencia, delegates,
    delegados, delegate, attendees, congresistas, world congress, leadership day, devfest, inauguracion,
    congreso nacional, congreso internacional, encuentro internacional, forum nacional, business forum,
    foro empresarial, foro economico, world forum, bienal, biennial, day #, dia #, programa academico, acreditacion,
    acreditaciones, registration, registration opens, agenda completa, panelistas, panels, tracks, main stage,
    escenario, latam, summit latam, mexico summit, connect #, connect #year, global
  `,
  /** appointments between buyers and sellers */
  matchmaking: `
    rueda de negocios, ruedas de negocio*, rueda de negocio, macrorrueda, minirrueda, rueda inversa,
    mesas de negocio*, mesa de negocios, citas de negocio*, citas de vinculacion, citas b2b, encuentro de negocios,
    encuentros de negocio*, encuentros b2b, agenda de citas, agenda de encuentros, agenda de reuniones,
    speed networking, speed business, speed meeting*, matchmaking, match making, matching, business matching,
    brokerage, b2b meetings, 1to1 meetings, one on one meetings, supplier day, dia del proveedor,
    encuentro con compradores, meet the buyer*, buyer meetings, buyer introductions, tractoras, cofounder,
    co founder, reverse pitch, investor matching, networking rapido, rondas, rondas de, rounds, speed rounds,
    rapid rounds, turno, turnos, mesas por, ronda, mision comercial, trade mission, mision empresarial,
    compradores internacionales, pitch rapido, roulette, ruleta, emparejamos, paired, we pair, we match,
    pre scheduled, prescheduled, preagendadas, encuentra cofundador, encuentra socio, encuentra, find your match,
    find a cofounder, matchmaker, primes and subs, primes, subs, macrorueda, rueda, rueda procolombia, citas,
    # citas, agenda de negocios, encuentros programados, mesas con, mesas de, emparejamiento, speed pitching,
    speed mentoring, pitch to investors, inversionistas y, startups y, capability statement, supplier diversity,
    buyers and suppliers, compradores y proveedores, cita con comprador*, one table partner, compra publica,
    encuentro de proveedores, desarrollo de proveedores, networking speed
  `,
  /** peers around one table */
  roundtable: `
    round table, round tables, roundtable, roundtables, peer, peer group, mastermind, mesa de, advisory circle,
    vistage, ypo, eo forum, foro eo, ceo circle, club de directores, grupo de directores, consejo de pares, pares,
    desayuno de directores, comida mensual, sobremesa, non competing, no compiten, vegas rules, chatham house,
    confidencial, hot seat, silla caliente, deep dive, cfo table, owners circle, dinner series, think tank,
    closed door, puerta cerrada, peer only, un reto por, mesa sectorial, mesa tecnica, mesas sectoriales,
    mesa empresarial, circle of, peer circle, circulo ceo, tertulia de, un tema por, one issue each, we keep it to,
    fifteen firms, once companias, doce empresas, grupo de pares, consejo consultivo de pares, dinner for,
    cena de directores, cena de fundadores, founders dinner, ceo dinner, desayuno de duenos, operators dinner,
    comida de directores, almuerzo de directores
  `,
  /** first conversations */
  intro: `
    intro, intros, introduction, introductions, introducing, introduce, te presento, les presento, presento,
    presentarte, presentarnos, presentarlos, presentarle, me presento, nos presento, me presenta, me presentan,
    presentacion con, conocernos, conocerte, conocerse, conocernos en persona, primer cafe, cafe para conocernos,
    getting to know, get to know, get acquainted, nice to meet, coffee chat, virtual coffee, meet cute, coffee match,
    put you in touch, los conecto, conecto a, nos conecto, connecting you, meeting irl, irl, en persona por fin,
    finally meet*, por fin conocer*, primera vez, recomendo, me recomendo, de parte de, friend of, amigo de,
    amiga de, conocido de, referido por, referred by, synergies, sinergias, collab, colaborar, lunchclub,
    donut match, cafe exploratorio, exploratory chat, meet and greet, platica con, hablar con, new contact,
    contacto nuevo, chat with, potential partner, posible aliad*, socio potencial, explorar colaboracion,
    pick her brain, pick his brain, me la presento, me lo presento, me presento a, contacto de, introduced,
    introduced by, introduced us, should meet, you two should, deberian conocerse, deben conocerse, conoci x,
    conoci en, conoci por, met at, met through, que conozca, anda buscando, looking for a, ver si hacemos algo,
    los dejo, ustedes platican, quiere conocerte, wants to meet, would love to meet, pick your brain, exploratory,
    exploratoria, explorar, e presentacion, double opt in, tomar cafe con, cafe con, almuerzo con, coffee w,
    por recomendacion, recomendado por, recommended by, me paso su contacto, quedamos de, primer contacto,
    first meeting, primera reunion con, posible socio, posible socia, posible alianza, potential collab,
    partnership chat, alliance, linkedin contact, de linkedin, por linkedin, ponerle cara
  `,
  /** people of one school */
  alumni: `
    alumni, alumnae, alum, alums, egresados, egresadas, exalumnos, exalumnas, ex alumnos, ex alumnas, exa, exatec,
    exitam, graduates, class of, generacion, homecoming, old boys, antiguos alumnos, alumni night, alumni chapter,
    alumni mixer, ex alumni, mba alumni, fellows, exbecarios, comunidad egresada, de generaciones, generaciones,
    exes, old students, reunion de generacion, class reunion, itam, tec de monterrey, anahuac, ibero, ipade, iese,
    esade, insead, harvard, stanford, wharton, kellogg, unam alumni, returned volunteers, fulbright, chevening,
    becarios
  `,
} as const
