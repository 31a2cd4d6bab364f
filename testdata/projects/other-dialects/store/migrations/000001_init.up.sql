-- the store's own tables
CREATE TABLE `item` (`id` int, `price` decimal(10, 2)) ENGINE=InnoDB;
