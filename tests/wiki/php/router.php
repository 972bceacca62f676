<?php
// PHP's web server asks this file about every request: /HOST/w/api.php is that wiki's api.php.
$farmPath = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$farmHosts = json_decode( file_get_contents( getenv( 'FARM_ROOT' ) . '/sites.json' ), true );
if ( !preg_match( '~^/([a-z0-9.-]+)/w/(api|index|load)\.php$~', $farmPath, $farmMatch )
	|| !isset( $farmHosts[$farmMatch[1]] )
) {
	http_response_code( 404 );
	echo "no such page on this farm\n";
	return true;
}
putenv( "FARM_WIKI={$farmMatch[1]}" );
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $farmPath;
$_SERVER['SCRIPT_FILENAME'] = getenv( 'MW_INSTALL_PATH' ) . "/{$farmMatch[2]}.php";
chdir( getenv( 'MW_INSTALL_PATH' ) );
require $_SERVER['SCRIPT_FILENAME'];
return true;
