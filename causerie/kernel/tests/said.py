"""Lines as people write them, in French, Spanish and English. `{kind:…}` marks what must not be read by others; other lines are clean.

Names, numbers and addresses are invented; card numbers are those that payment services publish for tests, or made to pass the check.
"""

SAID = """
Ma carte est la {card:4970 1012 3456 7897}, elle expire en 09/28
j'ai payé avec {card:4242424242424242} et ça n'a pas marché
CB {card:5555-5555-5555-4444} merci
le numéro c'est {card:4000 0566 5566 5556}, cryptogramme 123
Amex : {card:3782 822463 10005}
{card:6011111111111117}
vous pouvez débiter {card:4111 1111 1111 1111} ?
Mi tarjeta es {card:4012 8888 8888 1881} y no me deja pagar
He pagado con la {card:5105105105105100}
tarjeta {card:4548 8120 4940 0004} caduca en 12/27
el número de la tarjeta: {card:4242 4242 4242 4242}
My card number is {card:4000 0025 0000 3155}, can you check?
it was charged twice on {card:5200828282828210}
card {card:3714 496353 98431} exp 01/29
I typed {card:30569309025904} and it says declined
{card:4111-1111-1111-1111} is what I used
Mon IBAN : {iban:FR76 3000 6000 0112 3456 7890 189}
voici {iban:FR1420041010050500013M02606} pour le remboursement
le RIB {iban:FR7630001007941234567890185} est bien le mien ?
IBAN {iban:BE68 5390 0754 7034} merci d'avance
remboursez-moi sur {iban:DE89370400440532013000} svp
Mi IBAN es {iban:ES91 2100 0418 4502 0005 1332}
ingresadlo en {iban:ES7921000813610123456789} por favor
La cuenta {iban:ES60 0049 1500 0512 3456 7892} sigue siendo la misma
my account is {iban:GB29 NWBK 6016 1331 9268 19}
please refund to {iban:GB82WEST12345698765432}
IBAN: {iban:NL91ABNA0417164300}.
It is {iban:IE29 AIBK 9311 5212 3456 78} if you need it
Écrivez-moi à {email:nadia.benali@exemple.fr}
mon mail c'est {email:jp_martin75@orange.fr} pour la suite
{email:Lea-Marie.Dupont+nid@gmail.com}
c'est {email:chloe.r@laposte.net}, merci
mon adresse : {email:paul arobase exemple point fr}
contactez {email:marie (at) exemple (point) fr}
tu peux m'écrire sur {email:famille.leroy@free.fr} si besoin ?
mi correo es {email:lucia.gomez@ejemplo.es}
escríbeme a {email:jose_luis@hotmail.es} cuando puedas
{email:carmen.ruiz@correo.ejemplo.com} es mi dirección
mi email: {email:pedro arroba ejemplo punto es}
¿Puedes mandarlo a {email:ana-maria@yahoo.es}?
send it to {email:tom.baker@example.co.uk} please
my address is {email:sarah_99@example.com}.
you can reach me: {email:o'neil@example.ie}
{email:dev+test@sub.example.org}
write to {email:kate [at] example [dot] com}
appelez-moi au {phone:06 12 34 56 78}
mon numéro : {phone:0612345678}
je suis joignable au {phone:+33 6 12 34 56 78} après 18h
tel {phone:01.42.68.53.00}
{phone:07-81-22-33-44}
{phone:+33612345678} c'est mon portable
mon fixe est le {phone:04 91 00 11 22} et je suis là jusqu'à 20 h
texto au {phone:06.99.88.77.66} svp
rappelez le {phone:0033 6 45 12 78 90}
en Belgique c'est {phone:+32 470 12 34 56}
{phone:09 72 39 40 50} ne répond pas
son num : {phone:06/12/34/56/78}
llámame al {phone:612 345 678}
mi móvil es {phone:+34 655 12 34 56}
el {phone:655123456} es mi número
tel. {phone:91 123 45 67}
{phone:93 412 34 56} de 9 a 14 h
te dejo mi teléfono: {phone:678-901-234}
{phone:0034 612 34 56 78}
puedes llamar al {phone:900 123 456}, es gratis
mi número es el {phone:722 11 22 33}
call me on {phone:07700 900123}
my number is {phone:+44 7700 900456}
{phone:020 7946 0958} during the day
phone: {phone:(555) 123-4567}
ring me at {phone:0161 496 0123}
you can text {phone:+1 415-555-0132}
cell {phone:212-555-0187}
{phone:+44 (0)20 7946 0018} is my office
it's {phone:07911 123456}, ask for Tom
Fax: {phone:001-415-555-0199}
j'habite {address:12 rue des Lilas, 59000 Lille}
livraison au {address:3 bis avenue Jean Jaurès 69007 Lyon}
mon adresse : {address:145, boulevard Voltaire 75011 Paris}
c'est {address:8 impasse du Moulin, 44100 Nantes}, troisième étage
vivo en la {address:calle Mayor 15, 28013 Madrid}
{address:Avenida Diagonal 220, 08018 Barcelona}
envíalo a {address:Plaza España 4, 41013 Sevilla}
I live at {address:14 Beech Road, Bristol BS3 4TL}
deliver to {address:221 Baker Street, London NW1 6XE}
mon mot de passe est {password:Soleil!2019}
le mdp : {password:chaton75}
mot de passe: {password:Nid3change}
mi contraseña es {password:Gatito#88}
la contraseña: {password:mariposa1}
my password is {password:hunter2!}
password: {password:Tr0ub4dor&3}
the passcode is {password:481516}
"""

CLEAN = """
Bonjour, est-ce que la maison est libre du 12 au 26 août 2026 ?
Nous serons 4, dont 2 enfants de 7 et 10 ans.
Ma commande 1002457812 n'est pas arrivée
le colis 6A12345678901 est bloqué depuis le 03/11/2025
numéro de suivi : 3SABC1234567890
le dossier n° 2024-118-55 est toujours ouvert
ça coûte 1 249,90 € ou 1 300 € avec la livraison ?
on a fait 1 200 000 vues l'an dernier
rendez-vous à 14h30 ou 18h45
taille 38 ou 40 pour 1m68 et 62 kg ?
j'ai échangé 31 fois depuis 2011
réf. 3760123456789 dans le catalogue
la référence 445 678 912 existe en bleu ?
du 01/02/2026 au 15/02/2026 puis du 20-03-2026 au 04-04-2026
les années 2019 2020 2021 2022 étaient difficiles
c'est à 12 km du centre, 35 minutes en bus 21
il y a 3 chambres, 2 salles de bain, 120 m²
mon mot de passe est refusé, que faire ?
j'ai oublié mon mot de passe
le mot de passe est incorrect à chaque fois
Nous habitons rue des Lilas, près de la gare
on cherche vers 59000 Lille ou 62000 Arras
facture 20260211-0042 du 11 février 2026
version 2.14.3 de l'application
le score était de 3-2-1 puis 10-12
@Florian tu confirmes ?
merci @camille et @bernadette !
ça fait 50 points pour 50 échanges, 1 000 pour le guide
entre 18 et 25 degrés toute l'année, 300 jours de soleil
le vol AF1234 du 22 mai arrive à 06 h 10
un chèque de 2 500 euros de caution, c'est beaucoup
dimensions 120 x 60 x 75 cm, poids 14 500 g
le 17 rue n'est pas le bon numéro, c'est le 19
Paris 11e, 4e étage, code postal 75011
5 étoiles sur 5, 98 % d'avis positifs sur 1 453 réponses
ISBN 978-2-07-036822-8 si vous aimez lire
SIRET 552 100 554 00013 sur le contrat
On part 3 semaines, du 1er au 21.
¿La casa está libre del 12 al 26 de agosto de 2026?
Somos 4, con 2 niños de 7 y 10 años.
Mi pedido 1002457812 no ha llegado
número de seguimiento 5012345678900
cuesta 1.249,90 € o 1.300 € con el envío
¿a las 14:30 o a las 18:45?
talla 38 o 40 para 1,68 m y 62 kg
son 120 m² con 3 habitaciones
he olvidado mi contraseña
mi contraseña es incorrecta
la contraseña es obligatoria para entrar
vivimos en la calle Mayor, cerca de la estación
el vuelo IB3456 llega a las 06:10 del 22/05/2026
factura 2026/0042 del 11 de febrero
buscamos por 28013 Madrid o 08018 Barcelona
1.200.000 visitas el año pasado
la referencia 445 678 912 ya no existe
de 2019 a 2022 fuimos a 11 casas
gracias @lucia, 10 de 10
son 35 minutos en el autobús 21
300 días de sol al año, entre 18 y 25 grados
el pedido número 734 220 118 sigue pendiente
la versión 3.2.10 falla desde el 01-03-2026
Is the house free from 12 to 26 August 2026?
We are four, with two children aged 7 and 10.
My order 1002457812 has not arrived
tracking number 1Z999AA10123456784
it costs $1,249.90 or £1,300 with delivery
at 2:30 pm or 6.45 pm on 03/11/2025
order number 734 220 118 is still pending
my password is wrong, what can I do?
I forgot my password
is the password case sensitive?
the password is required to log in
we live on Beech Road, near the station
flight BA2490 lands at 06:10 on 22 May
size 10 or 12 for 5'6" and 136 lb?
version 3.2.10 crashes since 2026-03-01
the invoice 2026-0042 is dated 11/02/2026
we had 1,200,000 views and 1453 answers
the room is 12 by 14 feet, about 168 square feet
thanks @tom, 10 out of 10
exchange no. 18 was our best, in 2023
call me Nadia, please
I'd call it 9 out of 10
you can reach the beach in 15 minutes
phone signal is fine, 4G everywhere, 50 Mb/s
ticket 55-2024-118 was closed on 2024-05-12
between 1990 and 2010 we moved 7 times
it is 3-4 hours by train, 350-400 km
10 000 people came to the fair in 2025
"""


def lines() -> list[str]:
    """The lines that hold something."""
    return [line for line in SAID.splitlines() if line]


def clean_lines() -> list[str]:
    """The lines that hold nothing."""
    return [line for line in CLEAN.splitlines() if line]
